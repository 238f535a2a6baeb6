import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { InboundKind } from '@suizhen/contract';
import { KernelContext, newId, type Tx } from '../../../kernel';

/** One field as both sides have it, in clear; sealed on disk. */
export interface ContestedField {
  name: string;
  title: string;
  ours: string;
  theirs: string;
}

export interface NewConflict {
  systemId: string;
  kind: InboundKind;
  /** What it is about in their system; one open conflict each. */
  externalId: string;
  /** The message that said so; null: it was an answer to one of ours. */
  inboundId: string | null;
  internalId: string | null;
  patientId: string | null;
  title: string;
  fields: readonly ContestedField[];
}

/** Where both sides changed the same thing: nothing is overwritten, a person decides. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ConflictStore {
  @Inject()
  kernelContext: KernelContext;

  /**
   * The open one about the same thing says what both sides have now.
   * @returns false when a person has decided to leave just this as it is
   */
  async raise(tx: Tx, conflict: NewConflict): Promise<boolean> {
    const { clock, secrets } = this.kernelContext;
    const now = clock.now();
    const fields = JSON.stringify(conflict.fields);
    const decided = await this.decided(tx, conflict);
    if (decided === fields) return false;
    if (decided !== null) await this.settle(tx, conflict);
    await tx.query(
      `insert into sync_conflict as c (id, system_id, kind, inbound_id, internal_id, patient_id, title,
         fields_cipher, state, dedupe_key, raised_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10)
       on conflict (dedupe_key) do update set fields_cipher = excluded.fields_cipher,
         inbound_id = excluded.inbound_id, internal_id = excluded.internal_id, patient_id = excluded.patient_id,
         title = excluded.title, version = c.version + 1`,
      [
        newId(now),
        conflict.systemId,
        conflict.kind,
        conflict.inboundId,
        conflict.internalId,
        conflict.patientId,
        conflict.title,
        secrets.encrypt(fields),
        keyOf(conflict),
        now,
      ],
      'conflict-raise',
    );
    return true;
  }

  /** What was left as it is, where that is remembered: see `ResolveSyncConflict`. */
  private async decided(tx: Tx, conflict: NewConflict): Promise<string | null> {
    const [row] = await tx.query<{ state: string; fields_cipher: string }>(
      `select state, fields_cipher from sync_conflict where dedupe_key = $1 for update`,
      [keyOf(conflict)],
      'conflict-decided',
    );
    if (!row || row.state === 'open') return null;
    return this.kernelContext.secrets.decrypt(row.fields_cipher);
  }

  /** Both sides have come to say the same: nobody has to decide any more, and no decision holds on. */
  async settle(
    tx: Tx,
    about: Pick<NewConflict, 'systemId' | 'kind' | 'externalId'>,
  ): Promise<void> {
    await tx.query(
      `update sync_conflict set state = 'kept-ours', decided_at = coalesce(decided_at, $2),
         note = case state when 'open' then '双方已一致，自动结束' else note end,
         dedupe_key = dedupe_key || ':' || id, version = version + 1
        where dedupe_key = $1`,
      [keyOf(about), this.kernelContext.clock.now()],
      'conflict-settle',
    );
  }
}

function keyOf({
  systemId,
  kind,
  externalId,
}: Pick<NewConflict, 'systemId' | 'kind' | 'externalId'>): string {
  return `${systemId}:${kind}:${externalId}`;
}
