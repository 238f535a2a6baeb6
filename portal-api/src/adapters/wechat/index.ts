export { HttpWechatClient, type WechatOptions } from './http-wechat-client';
export type { WechatClient, WechatPhoneNumber, WechatSession } from './ports';
export { WechatError } from './wechat-error';
