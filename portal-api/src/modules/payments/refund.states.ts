import type { RefundState } from '@suizhen/contract';
import { stateTable } from '../../kernel';

/** `abnormal` (a closed bank card) can still end well: paid out another way at the provider. */
export const refundStates = stateTable<RefundState>({
  requested: ['processing', 'succeeded', 'abnormal'],
  processing: ['succeeded', 'abnormal'],
  succeeded: [],
  abnormal: ['succeeded'],
});
