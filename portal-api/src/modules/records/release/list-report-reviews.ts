import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Database, decodeMomentCursor, pageFrom, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { RecordLooks } from '../record-looks';
import { ReportReach } from '../report-reach';
import {
  presentStaffReportSummary,
  staffReportColumns,
  staffReportTables,
  type StaffReportRow,
} from './staff-report-row';

/** Reports that wait for somebody before the patient sees them, those that wait longest first. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListReportReviews {
  @Inject()
  database: Database;
  @Inject()
  recordLooks: RecordLooks;
  @Inject()
  policy: Policy;
  @Inject()
  reportReach: ReportReach;

  async run(
    actor: Actor,
    query: RequestOf<'listReportReviews'>['query'],
  ): Promise<ResponseOf<'listReportReviews'>> {
    const staff = this.policy.require(actor, 'report.display');
    const values: unknown[] = [query.limit + 1, query.state];
    const conditions = [
      'r.release_state = $2',
      this.reportReach.condition(staff, 'report.display', values),
    ];
    if (query.kind) conditions.push(`r.kind = $${values.push(query.kind)}`);
    if (query.departmentId) {
      conditions.push(`r.department_id = $${values.push(query.departmentId)}`);
    }
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = cursor.map((part) => `$${values.push(part)}`);
      conditions.push(`(r.issued_at, r.id) > (${at}::timestamptz, ${id}::uuid)`);
    }
    const rows = await this.database.query<StaffReportRow>(
      `select ${staffReportColumns} from ${staffReportTables} where ${conditions.join(' and ')}
        order by r.issued_at, r.id limit $1`,
      values,
    );
    const shown = rows.slice(0, query.limit);
    // Whose reports stood in the list was seen, if only by kind and name.
    const looks = shown.map((row) => ({ resourceId: row.id, patientId: row.patient_id }));
    await this.recordLooks.record(staff, 'report.list', 'report', looks);
    const seesClear = this.policy.seesClear(staff, 'report.display');
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.issued_at.toISOString(), row.id],
      (row) => presentStaffReportSummary(row, seesClear),
    );
  }
}
