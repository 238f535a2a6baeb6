import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Audit, Database, decodeMomentCursor, pageFrom, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import {
  presentStaffReportSummary,
  staffReportColumns,
  staffReportTables,
  type StaffReportRow,
} from '../release/staff-report-row';
import { ReportReach } from '../report-reach';
import { PatientReach } from './patient-reach';

/** The reports of a patient within reach, released or not, newest first. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListPatientReports {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  patientReach: PatientReach;
  @Inject()
  reportReach: ReportReach;

  /** @throws FORBIDDEN, NOT_FOUND; the look is recorded */
  async run(
    actor: Actor,
    patientId: string,
    query: RequestOf<'listPatientReports'>['query'],
  ): Promise<ResponseOf<'listPatientReports'>> {
    const staff = await this.patientReach.require(actor, 'report.display', patientId);
    await this.audit.record(staff, {
      action: 'report.list',
      resourceKind: 'patient',
      resourceId: patientId,
      patientId,
    });
    const [at, id] = decodeMomentCursor(query.cursor) ?? [null, null];
    const values: unknown[] = [patientId, query.kind ?? null, at, id, query.limit + 1];
    const rows = await this.database.query<StaffReportRow>(
      `select ${staffReportColumns} from ${staffReportTables}
        where r.patient_id = $1 and ($2::text is null or r.kind = $2)
          and ($3::timestamptz is null or (r.issued_at, r.id) < ($3, $4::uuid))
          and ${this.reportReach.condition(staff, 'report.display', values)}
        order by r.issued_at desc, r.id desc limit $5`,
      values,
    );
    const seesClear = this.policy.seesClear(staff, 'report.display');
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.issued_at.toISOString(), row.id],
      (row) => presentStaffReportSummary(row, seesClear),
    );
  }
}
