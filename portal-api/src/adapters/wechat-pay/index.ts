export { ProviderRefused, ProviderUnavailable, SignatureError } from './errors';
export type * from './ports';
export { WechatPayProvider, type WechatPayOptions } from './wechat-pay-provider';
