import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, RowsOfPatient, type MovedRows, type Tx } from '../../kernel';
import { CreditStanding } from './credit';

/**
 * Keys of what somebody may have only once. The merged record's are written anew for the survivor, so that
 * they hold for both together. Where each of them has such a visit or wish already, both stay as they were
 * made: neither patient nor desk loses a place over a merge, and the old key stands in nobody's way.
 */
const keys = [
  {
    table: 'appointment',
    key: 'exclusivity_key',
    live: `('pending', 'booked', 'arrived')`,
    state: 'status',
  },
  { table: 'waitlist_entry', key: 'wish_key', live: `('waiting', 'offered')`, state: 'state' },
] as const;

/** Visits, waiting, queue and credit go along; marks of both add up. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AppointmentsOfPatient extends RowsOfPatient {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  creditStanding: CreditStanding;

  protected readonly tables = {
    appointment: 'id',
    waitlist_entry: 'id',
    suspension_case: 'id',
    queue_entry: 'id',
    credit_event: 'id',
    credit_appeal: 'id',
  };

  override get patientTables(): readonly string[] {
    return [...super.patientTables, 'patient_credit'];
  }

  override async patientMerged(tx: Tx, from: string, into: string): Promise<MovedRows> {
    await this.rewriteKeys(tx, from, into, from);
    const moved = await super.patientMerged(tx, from, into);
    const [credit] = await tx.query<{ lifted_at: string | null }>(
      `delete from patient_credit where patient_id = $1 returning lifted_at::text`,
      [from],
    );
    if (!credit) return moved;
    await this.keepLifted(tx, into, credit.lifted_at);
    await this.creditStanding.recompute(tx, into);
    return { ...moved, patient_credit: [credit.lifted_at ?? ''] };
  }

  override async patientUnmerged(
    tx: Tx,
    moved: MovedRows,
    from: string,
    into: string,
  ): Promise<void> {
    await super.patientUnmerged(tx, moved, from, into);
    await this.rewriteKeys(tx, into, from, from);
    const [liftedAt] = moved.patient_credit ?? [];
    if (liftedAt === undefined) return;
    await this.keepLifted(tx, from, liftedAt || null);
    for (const patientId of [from, into].sort()) {
      await this.creditStanding.recompute(tx, patientId);
    }
  }

  /** What was lifted for one of two records stays lifted. */
  private async keepLifted(tx: Tx, patientId: string, liftedAt: string | null): Promise<void> {
    await tx.query(
      `insert into patient_credit as c (patient_id, lifted_at, updated_at) values ($1, $2, $3)
       on conflict (patient_id) do update set lifted_at = greatest(c.lifted_at, excluded.lifted_at)`,
      [patientId, liftedAt, this.kernelContext.clock.now()],
    );
  }

  /** In the keys of rows that belong to `owner` now. */
  private async rewriteKeys(tx: Tx, old: string, now: string, owner: string): Promise<void> {
    for (const { table, key, live, state } of keys) {
      await tx.query(
        `update ${table} a set ${key} = replace(a.${key}, $1::uuid::text, $2::uuid::text)
          where a.patient_id = $3 and a.${state} in ${live} and not exists (
            select 1 from ${table} o
             where o.${key} = replace(a.${key}, $1::uuid::text, $2::uuid::text) and o.${state} in ${live}
               and o.id <> a.id)`,
        [old, now, owner],
      );
    }
    await tx.query(
      `update waitlist_offer o set exclusivity_key = replace(o.exclusivity_key, $1::uuid::text, $2::uuid::text)
         from waitlist_entry e where e.id = o.entry_id and e.patient_id = $3 and o.state = 'open'`,
      [old, now, owner],
    );
  }
}
