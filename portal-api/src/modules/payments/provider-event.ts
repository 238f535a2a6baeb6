import type { Tx } from '../../kernel';

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
  );
  return rows.length === 1;
}
