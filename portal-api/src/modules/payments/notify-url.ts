import type { Config } from '../../config';

/** Where WeChat Pay tells us about payments and refunds. */
export function notifyUrl(config: Config, path: string): string {
  return `${config.WECHAT_PAY_NOTIFY_BASE_URL ?? config.PUBLIC_URL}${path}`;
}
