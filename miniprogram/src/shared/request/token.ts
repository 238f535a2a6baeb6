import Taro from '@tarojs/taro';
import { newIdempotencyKey } from './idempotency';

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

const deviceKey = 'suizhen.device';

/**
 * A name for this phone, so that codes asked for here are told from those that strangers ask for. Browsers
 * have a cookie for that. No secret hangs on it.
 */
export function readDevice(): string {
  if (!isMiniProgram) return '';
  const kept = Taro.getStorageSync<string>(deviceKey);
  if (kept) return kept;
  const made = newIdempotencyKey();
  Taro.setStorageSync(deviceKey, made);
  return made;
}

/** The value that a browser repeats in X-CSRF to show that the page is ours. */
export function readCsrf(): string {
  if (isMiniProgram) return '';
  const match = /(?:^|;\s*)csrf_portal=([^;]*)/.exec(document.cookie);
  return match?.[1] ? decodeURIComponent(match[1]) : '';
}
