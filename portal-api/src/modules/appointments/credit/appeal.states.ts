import type { CreditAppealState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** An appeal is decided once. */
export const appealStates = stateTable<CreditAppealState>({
  open: ['upheld', 'rejected'],
  upheld: [],
  rejected: [],
});
