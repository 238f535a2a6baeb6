export { HttpWechatClient } from './http-wechat-client';
