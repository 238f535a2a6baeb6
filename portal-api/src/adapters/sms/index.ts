export { HttpSmsSender } from './http-sms-sender';
