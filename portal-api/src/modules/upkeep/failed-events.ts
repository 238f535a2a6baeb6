import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, type Tx } from '../../kernel';
import { deadLetterQueue, type QueuedEvent } from '../../worker/queue';

export interface FailedEvent extends Record<string, unknown> {
  id: string;
  /** The queue of the subscriber that gave up. */
  source: string | null;
  attempts: number;
  data: Partial<QueuedEvent> | null;
  error: string | null;
  failed_at: Date;
}

const columns = `id, source_name as source, coalesce(source_retry_count, 0) + 1 as attempts, data,
  coalesce(output ->> 'message', output -> 'value' ->> 'message') as error,
  date_trunc('milliseconds', created_on) as failed_at`;
const waiting = `name = '${deadLetterQueue}' and state = 'created'`;

/** Events whose handler failed half a day long, where the queue library laid them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FailedEvents {
  @Inject()
  database: Database;

  /** Newest first. */
  async list(after: [at: Date, id: string] | null, limit: number): Promise<FailedEvent[]> {
    const [at, id] = after ?? [null, null];
    return this.database.query<FailedEvent>(
      `select * from (select ${columns} from pgboss.job where ${waiting}) letter
        where $1::timestamptz is null or (failed_at, id) < ($1, $2::uuid)
        order by failed_at desc, id desc limit $3`,
      [at, id, limit],
    );
  }

  /**
   * Back into the queue it came from, with all its tries. The library itself can only send back whole
   * queues; this is its statement for one job.
   * @returns null when it is not there (any more), or its queue is not
   */
  async requeue(tx: Tx, jobId: string): Promise<FailedEvent | null> {
    const [letter] = await tx.query<FailedEvent>(
      `with taken as (
         delete from pgboss.job j using pgboss.queue q
          where j.id = $1 and j.name = '${deadLetterQueue}' and j.state = 'created' and q.name = j.source_name
          returning j.*),
       again as (
         insert into pgboss.job (name, data, priority, retry_limit, retry_backoff, retry_delay, retry_delay_max,
           expire_seconds, keep_until, deletion_seconds, policy, dead_letter)
         select q.name, t.data, t.priority, q.retry_limit, q.retry_backoff, q.retry_delay, q.retry_delay_max,
           q.expire_seconds, now() + q.retention_seconds * interval '1 second', q.deletion_seconds, q.policy,
           q.dead_letter
           from taken t join pgboss.queue q on q.name = t.source_name)
       select ${columns} from taken`,
      [jobId],
    );
    return letter ?? null;
  }

  /** @returns null when it is not there (any more) */
  async discard(tx: Tx, jobId: string): Promise<FailedEvent | null> {
    const [letter] = await tx.query<FailedEvent>(
      `delete from pgboss.job where id = $1 and ${waiting} returning ${columns}`,
      [jobId],
    );
    return letter ?? null;
  }
}
