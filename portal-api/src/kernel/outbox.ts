import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Sql, Tx } from './database';
import { knownEvents, type DomainEvents, type EventName } from './events';
import { newId } from './ids';
import { KernelContext } from './kernel-context';

/** Events on their way out: written in the transaction that caused them, carried on by the worker. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Outbox {
  @Inject()
  kernelContext: KernelContext;

  async append<E extends EventName>(tx: Tx, event: E, payload: DomainEvents[E]): Promise<void> {
    const now = this.kernelContext.clock.now();
    await tx.query(
      `insert into outbox (id, created_at, event, payload) values ($1, $2, $3, $4)`,
      [newId(now), now, event, payload],
      'outbox-append',
    );
  }

  /** The same event many times over, in this order. */
  async appendAll<E extends EventName>(
    tx: Tx,
    event: E,
    payloads: readonly DomainEvents[E][],
  ): Promise<void> {
    if (payloads.length === 0) return;
    const now = this.kernelContext.clock.now();
    await tx.query(
      `insert into outbox (id, created_at, event, payload)
       select r.id, $3, $4, r.payload from unnest($1::uuid[], $2::jsonb[]) as r (id, payload)`,
      [
        payloads.map(() => newId(now)),
        payloads.map((payload) => JSON.stringify(payload)),
        now,
        event,
      ],
      'outbox-append-all',
    );
  }
}

export interface OutboxRow {
  id: string;
  created_at: Date;
  event: EventName;
  payload: object;
}

/**
 * Claims waiting rows for this transaction, oldest first; other workers pass them by. Events of a newer
 * program are left for a worker that knows them, and hold up nothing behind them.
 */
export async function claimOutbox(sql: Sql, limit: number): Promise<OutboxRow[]> {
  return sql.query<OutboxRow & Record<string, unknown>>(
    `select id, created_at, event, payload from outbox
      where processed_at is null and event = any($2)
      order by created_at, id limit $1 for update skip locked`,
    [limit, knownEvents],
  );
}
