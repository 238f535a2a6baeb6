import type { PaymentState } from '@suizhen/contract';
import { stateTable } from '../../kernel';

/**
 * `created → paid`: the notification may come before the create call returns. `closed → paid`: the
 * patient's money may cross our closing; it is booked as what it is, and sent back. Money goes back in
 * several parts when a visit becomes cheaper and is cancelled later.
 */
export const paymentOrderStates = stateTable<PaymentState>({
  created: ['paying', 'paid', 'closed'],
  paying: ['paid', 'closed'],
  paid: ['partially-refunded', 'refunded'],
  closed: ['paid'],
  'partially-refunded': ['partially-refunded', 'refunded'],
  refunded: [],
});
