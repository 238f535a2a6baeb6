import type { PaymentState } from '@suizhen/contract';
import { stateTable } from '../../kernel';

/**
 * `created → paid`: the notification may come before the create call returns. `closed → paid`: the
 * patient's money may cross our closing; it is booked as what it is, and sent back.
 */
export const paymentOrderStates = stateTable<PaymentState>({
  created: ['paying', 'paid', 'closed'],
  paying: ['paid', 'closed'],
  paid: ['partially-refunded', 'refunded'],
  closed: ['paid'],
  'partially-refunded': ['refunded'],
  refunded: [],
});
