import type { ModuleDefinition } from '../../kernel';
import { Deliveries } from './deliveries';
import { FailedDeliveries } from './failed-deliveries';
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
    ForgetOldDeliveryKeys,
    Inbox,
    MessagesOfPatient,
    SmsCodeSender,
    SendDeliveries,
    ReceiveSmsReceipts,
    MessagesController,
  ],
  jobs: [
    { name: 'send-deliveries', everySeconds: 0.5, job: SendDeliveries },
    { name: 'forget-old-delivery-keys', everySeconds: 3_600, job: ForgetOldDeliveryKeys },
  ],
};
