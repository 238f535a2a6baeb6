import Taro from '@tarojs/taro';

const key = 'suizhen.token';
const isMiniProgram = process.env.TARO_ENV !== 'h5';

/** The mini-program's session token. A browser has none: its session is an httpOnly cookie. */
export const readToken = (): string =>
  isMiniProgram ? (Taro.getStorageSync<string>(key) ?? '') : '';

export function keepToken(token: string | null): void {
  if (!isMiniProgram) return;
  if (token) Taro.setStorageSync(key, token);
  else Taro.removeStorageSync(key);
}

/** The value that a browser repeats in X-CSRF to show that the page is ours. */
export function readCsrf(): string {
  if (isMiniProgram) return '';
  const match = /(?:^|;\s*)csrf_portal=([^;]*)/.exec(document.cookie);
  return match?.[1] ? decodeURIComponent(match[1]) : '';
}
