import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, Database, UnitOfWork, type Actor } from '../../../kernel';
import { PatientAccess } from '../staff/patient-access';
import { UndoMerge } from './undo-merge';

type Merge = ResponseOf<'listPatientMerges'>['items'][number];

interface MergeRow extends Record<string, unknown> {
  id: string;
  merged_id: string;
  reason: string;
  source: string;
  merged_at: Date;
  undone_at: Date | null;
}

/** Which records were merged into one, as staff see it, and parting them again. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientMerges {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  patientAccess: PatientAccess;
  @Inject()
  undoMerge: UndoMerge;

  /** @throws FORBIDDEN, NOT_FOUND */
  async list(actor: Actor, patientId: string): Promise<ResponseOf<'listPatientMerges'>> {
    const { staff } = await this.patientAccess.require(actor, 'patient.display', patientId);
    const entry = { resourceKind: 'patient', resourceId: patientId, patientId };
    await this.audit.record(staff, { ...entry, action: 'patient.display' });
    const rows = await this.rows(patientId, null);
    return { items: rows.map(present) };
  }

  /** @throws FORBIDDEN, NOT_FOUND, INVALID_STATE while the record itself is merged into another */
  async undo(
    actor: Actor,
    { params: { patientId, mergeId }, body }: RequestOf<'undoPatientMerge'>,
  ): Promise<Merge> {
    const { staff } = await this.patientAccess.require(actor, 'patient.delete', patientId);
    const [merge] = await this.rows(patientId, mergeId);
    if (!merge) throw new AppError('NOT_FOUND');
    if (merge.undone_at) throw new AppError('INVALID_STATE', { message: '这次合并已经撤销' });
    await this.unitOfWork.run((tx) =>
      this.undoMerge.run(tx, { mergeId, reason: body.reason, actor: staff }),
    );
    const [undone] = await this.rows(patientId, mergeId);
    return present(undone!);
  }

  private rows(survivorId: string, mergeId: string | null): Promise<MergeRow[]> {
    return this.database.query<MergeRow>(
      `select id, merged_id, reason, source, merged_at, undone_at from patient_merge
        where survivor_id = $1 and ($2::uuid is null or id = $2) order by merged_at desc, id desc`,
      [survivorId, mergeId],
    );
  }
}

function present(row: MergeRow): Merge {
  return {
    id: row.id,
    mergedId: row.merged_id,
    reason: row.reason,
    source: row.source,
    mergedAt: row.merged_at.toISOString(),
    undoneAt: row.undone_at?.toISOString() ?? null,
  };
}
