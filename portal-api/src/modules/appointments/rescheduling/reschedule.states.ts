import type { RescheduleState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** A move that costs nothing is completed as it is made; one that waits for money ends one way or the other. */
export const rescheduleStates = stateTable<RescheduleState>({
  'awaiting-payment': ['completed', 'abandoned'],
  completed: [],
  abandoned: [],
});
