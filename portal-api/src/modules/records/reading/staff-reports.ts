import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type ReleaseState, type ResponseOf } from '@suizhen/contract';
import { AppError, Audit, Database, type Actor, type StaffActor } from '../../../kernel';
import { Policy } from '../../identity';
import { ItemExplanationsHolder } from '../ports';
import { ReportReach } from '../report-reach';
import { CorrectionNotes } from './correction-notes';
import { explained, presentReport, type ReportRow } from './report.presenter';
import { itemsJson, reportColumns } from './report.sql';

export type StaffReport = ResponseOf<'getReport'>;

interface StaffReportDetailRow extends ReportRow {
  patient_name: string;
  release_state: ReleaseState;
  release_due_at: Date | null;
  released_at: Date | null;
  release_note: string;
  is_critical: boolean;
  source_name: string;
  version: number;
  is_unread: boolean;
}

const detailText = `
  with m as materialized (
    select ${reportColumns.replace('r.department_name', 'coalesce(d.name, r.department_name) as department_name')},
           b.name as branch_name, p.name as patient_name, r.release_state, r.release_due_at, r.released_at,
           r.release_note, r.is_critical, r.version, coalesce(s.name, '') as source_name,
           not exists (select 1 from report_read x where x.report_id = r.id and x.revision >= r.revision) as is_unread
      from diagnostic_report r
      join patient p on p.id = r.patient_id
      join branch b on b.id = r.branch_id
      left join department d on d.id = r.department_id
      left join external_system s on s.id = r.system_id
     where r.id = $1)
  select m.*, ${itemsJson('all')} as items from m`;

/** One report as staff see it, released or not. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffReports {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  reportReach: ReportReach;
  @Inject()
  correctionNotes: CorrectionNotes;
  @Inject()
  itemExplanationsHolder: ItemExplanationsHolder;

  /** The look is recorded. @throws FORBIDDEN, NOT_FOUND */
  async open(actor: Actor, reportId: string): Promise<StaffReport> {
    const { staff, report } = await this.reportReach.require(actor, 'report.display', reportId);
    await this.audit.record(staff, {
      action: 'report.display',
      resourceKind: 'report',
      resourceId: reportId,
      patientId: report.patient_id,
    });
    return this.of(staff, reportId);
  }

  /** For whoever has checked the reach and written the audit already. @throws NOT_FOUND */
  async of(staff: StaffActor, reportId: string): Promise<StaffReport> {
    const [row] = await this.database.query<StaffReportDetailRow>(
      detailText,
      [reportId],
      'staff-report',
    );
    if (!row) throw new AppError('NOT_FOUND');
    const items = await explained(row.items, this.itemExplanationsHolder);
    const correctionNote = await this.correctionNotes.of(row, 'staff');
    const seesClear = this.policy.seesClear(staff, 'report.display');
    return {
      ...presentReport(row, items, { isUnread: row.is_unread, correctionNote }),
      patientName: seesClear ? row.patient_name : maskName(row.patient_name),
      releaseState: row.release_state,
      releaseDueAt: row.release_due_at?.toISOString() ?? null,
      releasedAt: row.released_at?.toISOString() ?? null,
      releaseNote: row.release_note,
      isCritical: row.is_critical,
      sourceName: row.source_name,
      version: row.version,
    };
  }
}
