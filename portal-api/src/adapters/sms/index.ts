export { SmsError, SmsSignatureError } from './errors';
export { HttpSmsSender, type SmsOptions } from './http-sms-sender';
export type { Receipt, SmsMessage, SmsSender } from './ports';
