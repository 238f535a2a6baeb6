import { subscription, type ModuleDefinition } from '../../kernel';
import { PaymentsOfAccount } from './account-follower';
import { AskProvider } from './ask-provider';
import { cashierClasses } from './cashier';
import { CreatePayment } from './create-payment';
import { CreditHeldPlace } from './credit-held-place';
import { CreditPayment } from './credit-payment';
import { FollowRefundWork } from './follow-refund-work';
import { ForgetOldNotifications } from './forget-old-notifications.job';
import { GetPayment } from './get-payment';
import { OpenAtProvider } from './open-at-provider';
import { PaymentCallbacksController } from './payment-callbacks.controller';
import { PaymentsOfPatient } from './patient-follower';
import { PaymentMetrics } from './payment.metrics';
import { PaymentOrders } from './payment-order.repository';
import { Payments } from './payments';
import { PollPayments } from './poll-payments.job';
import { PayableHolder, PaymentProviderHolder } from './ports';
import { PortalPaymentsController } from './portal-payments.controller';
import { PushRefunds } from './push-refunds.job';
import { ReceiveNotification } from './receive-notification';
import {
  FollowDifferenceWork,
  ReconcileDays,
  reconciliationClasses,
  reconciliationSettings,
} from './reconciliation';
import { Refunds } from './refund.repository';
import { RefundWork } from './refund-work';
import { RequestRefund } from './request-refund';
import { SettleRefund } from './settle-refund';

export const paymentsModule: ModuleDefinition = {
  name: 'payments',
  classes: [
    PayableHolder,
    PaymentsOfAccount,
    PaymentsOfPatient,
    PaymentProviderHolder,
    PaymentMetrics,
    PaymentOrders,
    ...cashierClasses,
    Refunds,
    RefundWork,
    RequestRefund,
    CreditHeldPlace,
    CreditPayment,
    SettleRefund,
    FollowRefundWork,
    AskProvider,
    OpenAtProvider,
    CreatePayment,
    GetPayment,
    ReceiveNotification,
    Payments,
    PollPayments,
    PushRefunds,
    ForgetOldNotifications,
    ...reconciliationClasses,
    PortalPaymentsController,
    PaymentCallbacksController,
  ],
  jobs: [
    { name: 'poll-payments', everySeconds: 2, job: PollPayments },
    { name: 'push-refunds', everySeconds: 2, job: PushRefunds },
    { name: 'reconcile-days', everySeconds: 60, job: ReconcileDays },
    { name: 'forget-old-notifications', everySeconds: 3_600, job: ForgetOldNotifications },
  ],
  subscriptions: [
    subscription('work.completed', 'follow-refund-work', FollowRefundWork),
    subscription('work.completed', 'follow-difference-work', FollowDifferenceWork),
  ],
  settings: reconciliationSettings,
};
