import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { RowsOfPatient, type MovedRows, type Tx } from '../../kernel';

/** The archive goes along whole. A limit that the survivor has of their own stays as it is. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ArchiveOfPatient extends RowsOfPatient {
  protected readonly tables = {
    encounter: 'id',
    diagnosis: 'id',
    clinical_order: 'id',
    charge: 'id',
    diagnostic_report: 'id',
    // Its items belong to a report, whose id brings them all back.
    observation: 'report_id',
    critical_alert: 'id',
    health_document: 'id',
    vital_device: 'id',
    vital_reading: 'id',
    vital_alarm: 'id',
    tooth_note: 'id',
    dental_picture: 'id',
    dental_work_order: 'id',
  };

  override get patientTables(): readonly string[] {
    return [...super.patientTables, 'vital_limit'];
  }

  override async patientMerged(tx: Tx, from: string, into: string): Promise<MovedRows> {
    const moved = await super.patientMerged(tx, from, into);
    const limits = await tx.query<{ kind: string }>(
      `update vital_limit l set patient_id = $2 where patient_id = $1
         and not exists (select 1 from vital_limit o where o.patient_id = $2 and o.kind = l.kind) returning kind`,
      [from, into],
    );
    return limits.length > 0 ? { ...moved, vital_limit: limits.map(({ kind }) => kind) } : moved;
  }

  override async patientUnmerged(
    tx: Tx,
    moved: MovedRows,
    from: string,
    into: string,
  ): Promise<void> {
    await super.patientUnmerged(tx, moved, from, into);
    await tx.query(
      `update vital_limit set patient_id = $2 where patient_id = $1 and kind = any($3)`,
      [into, from, moved.vital_limit ?? []],
    );
  }
}
