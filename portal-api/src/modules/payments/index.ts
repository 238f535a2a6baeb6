/** Money in and back: payment orders, refunds, what the payment company tells. */
export { PaymentsOfAccount } from './account-follower';
export { PaymentsOfPatient } from './patient-follower';
export { Payments } from './payments';
export { PayableHolder, PaymentProviderHolder } from './ports';
export type { HeldPlaceSql, Payable, PaymentProvider, Quote } from './ports';
export { paymentsModule } from './payments.module';
