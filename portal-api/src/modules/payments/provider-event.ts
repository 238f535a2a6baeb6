import type { Sql, Tx } from '../../kernel';

/**
 * Notes a notification in the transaction that acts on it. Repeats that come meanwhile wait for that
 * commit on the key.
 * @returns false when it was acted on before
 */
export async function rememberEvent(
  tx: Tx,
  eventId: string,
  kind: 'payment' | 'refund',
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into provider_event (provider, event_id, kind, outcome, received_at)
     values ('wechat-pay', $1, $2, 'done', $3) on conflict do nothing returning 1`,
    [eventId, kind, now],
    'provider-event-remember',
  );
  return rows.length === 1;
}

/** A look without a lock: enough to answer a repeat, never to act on news. */
export async function isEventKnown(sql: Sql, eventId: string): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from provider_event where provider = 'wechat-pay' and event_id = $1`,
    [eventId],
    'provider-event-known',
  );
  return rows.length === 1;
}
