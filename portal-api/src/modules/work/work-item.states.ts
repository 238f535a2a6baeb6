import type { WorkState } from '@suizhen/contract';
import { stateTable } from '../../kernel';

/** A call without an answer goes from claimed back to open; what is over stays over. */
export const workItemStates = stateTable<WorkState>({
  open: ['claimed', 'cancelled'],
  claimed: ['open', 'done', 'cancelled'],
  done: [],
  cancelled: [],
});
