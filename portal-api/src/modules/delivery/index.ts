/** Sending by any channel, receipts, codes, and the in-app inbox. */
export { Deliveries, type DeliveryRequest } from './deliveries';
export { deliveryModule } from './delivery.module';
export { Inbox, type InboxPost } from './inbox';
export { SenderHolder, type MailSender, type SmsSender } from './ports';
export { codeMinutes, SmsCodeSender } from './sms-code-sender';
export { smsTemplates, type SmsParams, type SmsTemplateId } from './sms-templates';
export { SendDeliveries } from './send-deliveries.job';
