import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, forget, lowestIdAt, type RecurringJob } from '../kernel';
import { realTime } from '../kernel/clock';

const day = 86_400_000;
/** An answer is repeated for a day. */
const answersKeptMs = day;
/** Events that were handed on: two weeks to find out what went wrong, as long as the queues keep their jobs. */
const eventsKeptMs = 14 * day;

/** Old idempotency keys and events that were handed on. Waiting events stay, however old. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ForgetOldKeys implements RecurringJob {
  @Inject()
  database: Database;

  async run(): Promise<number> {
    const now = realTime.now().getTime();
    const answersBefore = new Date(now - answersKeptMs);
    const eventsBefore = new Date(now - eventsKeptMs);
    const keys = await forget(this.database, {
      table: 'idempotency_key',
      key: 'owner, key',
      where: 'created_at < $1',
      values: [answersBefore],
    });
    const events = await forget(this.database, {
      table: 'outbox',
      key: 'id, created_at',
      where: 'id < $1 and created_at < $2 and processed_at < $2',
      values: [lowestIdAt(eventsBefore), eventsBefore],
    });
    return keys + events;
  }
}
