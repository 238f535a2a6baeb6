/** The queue of each clinic: who waits, who is called, and in which order. */
import { CallNext } from './call-next';
import { CloseQueues } from './close-queues.job';
import { FinishVisit } from './finish-visit';
import { LeaveQueue } from './leave-queue';
import { PassOver } from './pass-over';
import { Prioritise } from './prioritise';
import { QueueCommands } from './queue-commands';
import { QueueController } from './queue.controller';
import { Queues } from './queues';
import { ReadQueues } from './read-queues';
import { Recall } from './recall';
import { ReturnEntry } from './return-entry';
import { StartVisit } from './start-visit';
import { TransferEntry } from './transfer';

export { CloseQueues } from './close-queues.job';
export { isCallSentBySms, queueSettings } from './queue.settings';

export const queueClasses = [
  Queues,
  ReadQueues,
  QueueCommands,
  CallNext,
  Recall,
  PassOver,
  ReturnEntry,
  TransferEntry,
  Prioritise,
  StartVisit,
  FinishVisit,
  LeaveQueue,
  CloseQueues,
  QueueController,
];
