import type { PgBoss } from 'pg-boss';
import { claimOutbox, type EventName, type Subscription, type UnitOfWork } from '../kernel';
import { realTime } from '../kernel/clock';
import type { QueuedEvent } from './queue';

/**
 * Hands waiting events to their subscribers: the queue rows and the mark on the outbox row are one
 * transaction, so an event is handed on exactly once whatever dies in between.
 * @returns how many events were handed on
 */
export async function relayOnce(
  unitOfWork: UnitOfWork,
  boss: PgBoss,
  subscriptions: readonly Subscription[],
): Promise<number> {
  const byEvent = new Map<EventName, string[]>();
  for (const { event, name } of subscriptions)
    byEvent.set(event, [...(byEvent.get(event) ?? []), name]);
  return unitOfWork.run(async (tx) => {
    const rows = await claimOutbox(tx, 200);
    if (rows.length === 0) return 0;
    const db = {
      executeSql: async (text: string, values?: unknown[]) => ({
        rows: await tx.query(text, values),
      }),
    };
    const queues = new Map<string, { data: QueuedEvent }[]>();
    for (const row of rows) {
      const data = {
        payload: row.payload,
        meta: { eventId: row.id, occurredAt: row.created_at.toISOString() },
      } as QueuedEvent;
      for (const name of byEvent.get(row.event) ?? [])
        queues.set(name, [...(queues.get(name) ?? []), { data }]);
    }
    for (const [name, jobs] of queues) await boss.insert(name, jobs, { db });
    await tx.query(
      `update outbox set processed_at = $3
        where (id, created_at) in (select * from unnest($1::uuid[], $2::timestamptz[]))`,
      [rows.map((row) => row.id), rows.map((row) => row.created_at), realTime.now()],
    );
    return rows.length;
  });
}
