import { PgBoss, type Job } from 'pg-boss';
import type { DomainEvents, EventHandler, EventMeta, EventName, Subscription } from '../kernel';

/** What travels in a queue: the event and its number. */
export interface QueuedEvent {
  payload: DomainEvents[EventName];
  meta: EventMeta;
}

/** Half a day of retries with growing pauses; then the job stays in the dead letters for a person. */
const queueOptions = {
  retryLimit: 14,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 7_200,
  expireInSeconds: 60,
  retentionSeconds: 14 * 86_400,
} as const;

export const deadLetterQueue = 'dead-letters';
/** The queue library forgets what nobody fetched; what failed for good is for a person, who may be away. */
const deadLetterOptions = { retentionSeconds: 365 * 86_400 };

export function createBoss(connectionString: string, options: { migrate: boolean }): PgBoss {
  return new PgBoss({
    connectionString,
    max: 3,
    migrate: options.migrate,
    createSchema: options.migrate,
    schedule: false,
    application_name: 'suizhen-queue',
  });
}

/** Creates the queues of all subscriptions. Run by the owner, with the migrations. */
export async function createQueues(
  boss: PgBoss,
  subscriptions: readonly Subscription[],
): Promise<void> {
  await boss.createQueue(deadLetterQueue, deadLetterOptions);
  await boss.updateQueue(deadLetterQueue, deadLetterOptions);
  for (const { name } of subscriptions) {
    await boss.createQueue(name, { ...queueOptions, deadLetter: deadLetterQueue });
    await boss.updateQueue(name, { ...queueOptions, deadLetter: deadLetterQueue });
  }
}

/** Lets every subscriber work off its queue. */
export async function workQueues(
  boss: PgBoss,
  subscriptions: readonly Subscription[],
  build: (subscription: Subscription) => Promise<EventHandler<EventName>>,
): Promise<void> {
  for (const subscription of subscriptions) {
    const handler = await build(subscription);
    await boss.work<QueuedEvent>(
      subscription.name,
      // Pauses only where nothing waits: a morning makes thousands of events, a hospital's first sync more.
      { pollingIntervalSeconds: 0.5, batchSize: 5, burstWhenBatchFull: true },
      async (jobs: Job<QueuedEvent>[]) => {
        for (const job of jobs) await handler.handle(job.data.payload, job.data.meta);
      },
    );
  }
}
