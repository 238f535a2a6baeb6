import type { ModuleDefinition } from '../../kernel';
import { AskSmsReceipts } from './ask-sms-receipts.job';
import { Deliveries } from './deliveries';
import { deliverySettings } from './delivery.settings';
import { FailedDeliveries } from './failed-deliveries';
import { ForgetOldDeliveries } from './forget-old-deliveries.job';
import { ForgetOldDeliveryKeys } from './forget-old-delivery-keys.job';
import { Inbox } from './inbox';
import { MessagesController } from './messages.controller';
import { MessagesOfPatient } from './patient-follower';
import { SenderHolder } from './ports';
import { ReceiveSmsReceipts } from './receive-sms-receipts';
import { SendDeliveries } from './send-deliveries.job';
import { SmsCodeSender } from './sms-code-sender';

export const deliveryModule: ModuleDefinition = {
  name: 'delivery',
  classes: [
    SenderHolder,
    Deliveries,
    FailedDeliveries,
    ForgetOldDeliveries,
    ForgetOldDeliveryKeys,
    Inbox,
    MessagesOfPatient,
    SmsCodeSender,
    SendDeliveries,
    ReceiveSmsReceipts,
    AskSmsReceipts,
    MessagesController,
  ],
  jobs: [
    { name: 'send-deliveries', everySeconds: 0.5, job: SendDeliveries },
    { name: 'ask-sms-receipts', everySeconds: 20, job: AskSmsReceipts },
    { name: 'forget-old-deliveries', everySeconds: 3_600, job: ForgetOldDeliveries },
    { name: 'forget-old-delivery-keys', everySeconds: 3_600, job: ForgetOldDeliveryKeys },
  ],
  settings: deliverySettings,
};
