import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  Audit,
  KernelContext,
  newId,
  Outbox,
  systemActor,
  UnitOfWork,
  type Actor,
  type DomainEvents,
  type EventHandler,
  type MovedRows,
  type Tx,
} from '../../../kernel';
import {
  mergeableColumns,
  putAside,
  sealedColumns,
  takenOver,
  type Changes,
  type MergeablePatient,
  type TakenOver,
} from './merged-fields';
import { PatientFollowers } from './patient-followers';

export interface Merging {
  survivorId: string;
  mergedId: string;
  reason: string;
  /** The system that said so, or who decided it here. */
  source: string;
  actor?: Actor;
}

/** `patient_merge.moved`: enough to undo it. */
export interface MergeNote {
  rows: MovedRows;
  survivor: TakenOver;
  merged: Changes;
}

/**
 * Two records of one person become one. Everything of the merged one goes to the survivor, what was moved is
 * written down, and whoever comes with the old id is led to the new one. The audit stays as it was written.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MergePatients implements EventHandler<'patient.merged'> {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  patientFollowers: PatientFollowers;

  /**
   * Records that were merged before stand for those they became; merged already, nothing happens.
   * @returns under which record the person is kept now
   * @throws NOT_FOUND, IDENTITY_MISMATCH when both have a document, which cannot be one person's
   */
  async run(tx: Tx, merging: Merging): Promise<{ survivorId: string; mergeId: string | null }> {
    const { survivorId, mergedId } = await this.current(tx, merging);
    if (survivorId === mergedId) return { survivorId, mergeId: null };
    const [survivor, merged] = await this.lock(tx, survivorId, mergedId);
    if (survivor.merged_into !== null || merged.merged_into !== null) return this.run(tx, merging);
    if (survivor.identity_index !== null && merged.identity_index !== null) {
      throw new AppError('IDENTITY_MISMATCH', { message: '两份档案的证件号码不同，不能合并' });
    }
    const now = this.kernelContext.clock.now();
    const hasPhone = this.kernelContext.secrets.decrypt(survivor.phone_cipher) !== '';
    const note: MergeNote = {
      survivor: takenOver(survivor, merged, hasPhone),
      merged: putAside(merged, survivor, now.toISOString()),
      rows: await this.patientFollowers.merged(tx, mergedId, survivorId),
    };
    // The document leaves the one record before it enters the other: it is known once.
    await writePatient(tx, mergedId, sideOf(note.merged, 'after'));
    await writePatient(tx, survivorId, {
      ...sideOf(note.survivor.changes, 'after'),
      ...sealedColumns(merged, note.survivor.sealed),
    });
    const mergeId = newId(now);
    await tx.query(
      `insert into patient_merge (id, survivor_id, merged_id, reason, source, moved, merged_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [mergeId, survivorId, mergedId, merging.reason, merging.source, note, now],
    );
    await this.tell(tx, merging, { mergeId, survivorId, mergedId });
    return { survivorId, mergeId };
  }

  /**
   * Once more, after the merge: what others were just writing for the old record when it ended, and could
   * not know, is brought after it.
   */
  async handle({ mergedId }: DomainEvents['patient.merged']): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const [merge] = await tx.query<{ id: string; survivor_id: string; moved: MergeNote }>(
        `select id, survivor_id, moved from patient_merge where merged_id = $1 and undone_at is null for update`,
        [mergedId],
      );
      if (!merge) return;
      const late = await this.patientFollowers.merged(tx, mergedId, merge.survivor_id);
      if (Object.keys(late).length === 0) return;
      const rows = { ...merge.moved.rows };
      for (const [table, keys] of Object.entries(late)) {
        rows[table] = [...new Set([...(rows[table] ?? []), ...keys])];
      }
      await tx.query(`update patient_merge set moved = $2 where id = $1`, [
        merge.id,
        { ...merge.moved, rows },
      ]);
    });
  }

  private async current(tx: Tx, { survivorId, mergedId }: Merging) {
    const now = async (patientId: string): Promise<string> => {
      const [row] = await tx.query<{ id: string }>(
        `with recursive way as (
           select id, merged_into from patient where id = $1
           union all select p.id, p.merged_into from patient p join way w on p.id = w.merged_into)
         select id from way where merged_into is null`,
        [patientId],
      );
      if (!row) throw new AppError('NOT_FOUND');
      return row.id;
    };
    return { survivorId: await now(survivorId), mergedId: await now(mergedId) };
  }

  private async lock(
    tx: Tx,
    survivorId: string,
    mergedId: string,
  ): Promise<[MergeablePatient, MergeablePatient]> {
    const rows = await tx.query<MergeablePatient>(
      `select ${mergeableColumns} from patient where id = any($1) order by id for update`,
      [[survivorId, mergedId]],
    );
    const of = (id: string) => rows.find((row) => row.id === id)!;
    return [of(survivorId), of(mergedId)];
  }

  private async tell(
    tx: Tx,
    { reason, source, actor = systemActor(`merge:${source}`) }: Merging,
    { mergeId, survivorId, mergedId }: { mergeId: string; survivorId: string; mergedId: string },
  ): Promise<void> {
    for (const patientId of [survivorId, mergedId]) {
      await this.audit.record(
        actor,
        {
          action: 'patient.merge',
          resourceKind: 'patient',
          resourceId: patientId,
          patientId,
          reason,
          detail: { mergeId, survivorId, mergedId, source },
        },
        tx,
      );
    }
    await this.outbox.append(tx, 'patient.merged', { survivorId, mergedId });
    await this.outbox.append(tx, 'patient.updated', { patientId: survivorId });
  }
}

export function sideOf(changes: Changes, side: 'before' | 'after'): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([column, both]) => [column, both[side]]));
}

/** Writes columns of a patient. */
export async function writePatient(
  tx: Tx,
  patientId: string,
  columns: Record<string, unknown>,
): Promise<void> {
  const sets = Object.keys(columns).map((column, index) => `${column} = $${index + 2}, `);
  await tx.query(`update patient set ${sets.join('')}version = version + 1 where id = $1`, [
    patientId,
    ...Object.values(columns),
  ]);
}
