import type { QueueEntryState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/**
 * From arrival to the end of the visit. Who was called and goes to another clinic waits there; who was
 * passed over waits again when back; a visit may be over without anybody having said that it began. Who left
 * may check in anew, for another clinic: that is a new arrival (`Queues.add`), not a move.
 */
export const queueEntryStates = stateTable<QueueEntryState>({
  waiting: ['called', 'left'],
  called: ['in-visit', 'passed', 'done', 'waiting', 'left'],
  passed: ['waiting', 'left'],
  'in-visit': ['done', 'left'],
  done: [],
  left: [],
});
