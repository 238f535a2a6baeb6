/** Sending by any channel, receipts, codes, and the in-app inbox. */
export { Deliveries } from './deliveries';
export { deliveryModule } from './delivery.module';
export { FailedDeliveries, type FailedDelivery } from './failed-deliveries';
export { Inbox } from './inbox';
export { MessagesOfPatient } from './patient-follower';
export { SenderHolder } from './ports';
export { codeMinutes, SmsCodeSender } from './sms-code-sender';
export type { SmsParams, SmsTemplateId } from './sms-templates';
