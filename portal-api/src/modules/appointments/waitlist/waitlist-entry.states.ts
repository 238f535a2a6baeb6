import type { WaitlistState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** Who passes an offer on waits again; what is over stays over. */
export const waitlistEntryStates = stateTable<WaitlistState>({
  waiting: ['offered', 'withdrawn', 'ended'],
  offered: ['waiting', 'fulfilled', 'withdrawn', 'ended'],
  fulfilled: [],
  withdrawn: [],
  ended: [],
});
