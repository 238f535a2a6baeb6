import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, KernelContext, Outbox, type Actor, type Tx } from '../../../kernel';
import { phoneColumns } from '../patient-secrets';
import { sideOf, writePatient, type MergeNote } from './merge-patients';
import {
  givenBack,
  mergeableColumns,
  sealed,
  type MergeablePatient,
  type Sealed,
} from './merged-fields';
import { PatientFollowers } from './patient-followers';

interface LiveMerge extends Record<string, unknown> {
  survivor_id: string;
  merged_id: string;
  moved: MergeNote;
}

/** They were two after all. What was moved goes back; what came since stays where it was written. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UndoMerge {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  patientFollowers: PatientFollowers;

  /**
   * @throws NOT_FOUND when it was undone already, INVALID_STATE while the survivor itself is merged into
   * another: that merge is undone first
   */
  async run(
    tx: Tx,
    { mergeId, reason, actor }: { mergeId: string; reason: string; actor: Actor },
  ): Promise<void> {
    const [merge] = await tx.query<LiveMerge>(
      `select survivor_id, merged_id, moved from patient_merge where id = $1 and undone_at is null for update`,
      [mergeId],
    );
    if (!merge) throw new AppError('NOT_FOUND');
    const { survivor_id: survivorId, merged_id: mergedId, moved } = merge;
    const rows = await tx.query<MergeablePatient>(
      `select ${mergeableColumns} from patient where id = any($1) order by id for update`,
      [[survivorId, mergedId]],
    );
    const survivor = rows.find((row) => row.id === survivorId)!;
    const merged = rows.find((row) => row.id === mergedId)!;
    if (survivor.merged_into !== null) {
      throw new AppError('INVALID_STATE', { message: '请先撤销后一次合并' });
    }
    // The document leaves the one record before it enters the other: it is known once.
    await writePatient(tx, survivorId, {
      ...givenBack(moved.survivor.changes, survivor),
      ...this.emptied(survivor, merged, moved.survivor.sealed),
    });
    await writePatient(tx, mergedId, sideOf(moved.merged, 'before'));
    await this.patientFollowers.unmerged(tx, moved.rows, mergedId, survivorId);
    await tx.query(`update patient_merge set undone_at = $2 where id = $1`, [
      mergeId,
      this.kernelContext.clock.now(),
    ]);
    for (const patientId of [survivorId, mergedId]) {
      const entry = { resourceKind: 'patient', resourceId: patientId, patientId, reason };
      await this.audit.record(
        actor,
        { ...entry, action: 'patient.unmerge', detail: { mergeId } },
        tx,
      );
      await this.outbox.append(tx, 'patient.updated', { patientId });
    }
  }

  /** What the survivor had taken and still has as it was taken, it loses. */
  private emptied(
    survivor: MergeablePatient,
    merged: MergeablePatient,
    groups: readonly Sealed[],
  ): Record<string, unknown> {
    const { secrets } = this.kernelContext;
    const open = (patient: MergeablePatient, group: Sealed) =>
      sealed[group]
        .filter((column) => column.endsWith('_cipher'))
        .map((column) => secrets.decryptOptional(patient[column]))
        .join('\n');
    const empty: Record<string, unknown> = {};
    for (const group of groups) {
      if (open(survivor, group) !== open(merged, group)) continue;
      const columns = group === 'phone' ? phoneColumns(secrets, '') : {};
      for (const column of sealed[group]) empty[column] = null;
      Object.assign(empty, columns);
    }
    return empty;
  }
}
