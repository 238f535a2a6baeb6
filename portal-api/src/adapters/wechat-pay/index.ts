export { WechatPayProvider } from './wechat-pay-provider';
