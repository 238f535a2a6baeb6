import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, type Tx } from '../../../kernel';
import type { Agreed } from './compare-patient';

interface NewExternalId {
  externalId: string;
  internalId: string;
  agreed: Agreed;
  /** By which message of theirs. */
  source: { version: string; changedAt: Date | null; seq: string };
}

/** As `ExternalIds`, for many patients of a system at once, of whom none was known before. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class NewExternalIds {
  @Inject()
  kernelContext: KernelContext;

  /**
   * Those that are nobody here yet, each locked as by `ExternalIds.lock`. Without waiting: whom another works
   * on is not among them.
   */
  async lock(
    tx: Tx,
    systemId: string,
    externalIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const locked = await tx.query<{ id: string }>(
      `select id from unnest($2::text[]) as x (id)
        where pg_try_advisory_xact_lock(hashtextextended('external:' || $1::text || ':patient:' || id, 0))`,
      [systemId, externalIds],
      'external-lock-new',
    );
    const ids = locked.map(({ id }) => id);
    const rows = await tx.query<{ external_id: string }>(
      `select external_id from external_id
        where system_id = $1 and kind = 'patient' and external_id = any($2)`,
      [systemId, ids],
      'external-known',
    );
    const known = new Set(rows.map((row) => row.external_id));
    return new Set(ids.filter((id) => !known.has(id)));
  }

  /** From now on their number means our record; of patients that `lock` gave. */
  async put(tx: Tx, systemId: string, patients: readonly NewExternalId[]): Promise<void> {
    await tx.query(
      `insert into external_id (system_id, kind, external_id, internal_id, agreed, external_version,
         source_changed_at, source_seq, updated_at)
       select $1, 'patient', r.id, r.internal_id, r.agreed, r.version, r.changed_at, r.seq, $8
         from unnest($2::text[], $3::uuid[], $4::jsonb[], $5::text[], $6::timestamptz[], $7::bigint[])
           as r (id, internal_id, agreed, version, changed_at, seq)`,
      [
        systemId,
        patients.map((one) => one.externalId),
        patients.map((one) => one.internalId),
        patients.map((one) => JSON.stringify(one.agreed)),
        patients.map((one) => one.source.version),
        patients.map((one) => one.source.changedAt),
        patients.map((one) => one.source.seq),
        this.kernelContext.clock.now(),
      ],
      'external-put-new',
    );
  }
}
