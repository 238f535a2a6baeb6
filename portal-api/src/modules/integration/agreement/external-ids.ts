import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, type Sql, type Tx } from '../../../kernel';
import type { Agreed, Sent } from './compare-patient';

export type ExternalKind = 'patient' | 'appointment' | 'practitioner' | 'encounter' | 'vital';

export interface KnownExternal {
  internalId: string;
  agreed: Agreed | null;
  sent: Sent | null;
  changedAt: Date | null;
  seq: string | null;
}

interface Row extends Record<string, unknown> {
  internal_id: string;
  agreed: Agreed | null;
  sent: Sent | null;
  source_changed_at: Date | null;
  source_seq: string | null;
}

/** Which of ours is which of theirs. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ExternalIds {
  @Inject()
  kernelContext: KernelContext;

  /** Until the transaction ends nobody else decides who this is. */
  async lock(tx: Tx, systemId: string, kind: ExternalKind, externalId: string): Promise<void> {
    await tx.query(
      `select pg_advisory_xact_lock(hashtextextended($1, 0))`,
      [`external:${systemId}:${kind}:${externalId}`],
      'external-lock',
    );
  }

  async find(
    sql: Sql,
    systemId: string,
    kind: ExternalKind,
    externalId: string,
  ): Promise<KnownExternal | null> {
    const [row] = await sql.query<Row>(
      `select internal_id, agreed, sent, source_changed_at, source_seq from external_id
        where system_id = $1 and kind = $2 and external_id = $3`,
      [systemId, kind, externalId],
      'external-find',
    );
    if (!row) return null;
    return {
      internalId: row.internal_id,
      agreed: row.agreed,
      sent: row.sent,
      changedAt: row.source_changed_at,
      seq: row.source_seq,
    };
  }

  async put(
    tx: Tx,
    systemId: string,
    kind: ExternalKind,
    externalId: string,
    internalId: string,
  ): Promise<void> {
    await tx.query(
      `insert into external_id (system_id, kind, external_id, internal_id, updated_at) values ($1, $2, $3, $4, $5)
       on conflict (system_id, kind, external_id) do update set internal_id = excluded.internal_id,
         updated_at = excluded.updated_at`,
      [systemId, kind, externalId, internalId, this.kernelContext.clock.now()],
      'external-put',
    );
  }

  /**
   * What both sides now have in common, and by which message of theirs.
   * @param sent what of ours may still be read there, unless more was sent since `from` was read
   */
  async agree(
    tx: Tx,
    systemId: string,
    externalId: string,
    agreed: Agreed,
    source: { version: string; changedAt: Date | null; seq: string } | null,
    sent: { from: Sent | null; to: Sent | null } = { from: null, to: null },
  ): Promise<void> {
    await tx.query(
      `update external_id set agreed = $3, updated_at = $4, external_version = coalesce($5, external_version),
         source_changed_at = coalesce($6, source_changed_at), source_seq = coalesce($7, source_seq),
         sent = case when sent = $8::jsonb then $9::jsonb else sent end
        where system_id = $1 and kind = 'patient' and external_id = $2`,
      [
        systemId,
        externalId,
        JSON.stringify(agreed),
        this.kernelContext.clock.now(),
        source?.version ?? null,
        source?.changedAt ?? null,
        source?.seq ?? null,
        sent.from && JSON.stringify(sent.from),
        sent.to && JSON.stringify(sent.to),
      ],
      'external-agree',
    );
  }
}
