/** A line in the lists of staff. */
import {
  maskName,
  type ReleaseState,
  type ReportKind,
  type ReportStatus,
  type ResponseOf,
} from '@suizhen/contract';

export interface StaffReportRow extends Record<string, unknown> {
  id: string;
  patient_id: string;
  patient_name: string;
  kind: ReportKind;
  name: string;
  status: ReportStatus;
  revision: number;
  department_id: string | null;
  department_name: string;
  branch_name: string;
  collected_at: Date | null;
  issued_at: Date;
  abnormal_count: number;
  release_state: ReleaseState;
  release_due_at: Date | null;
  is_critical: boolean;
  version: number;
}

export const staffReportColumns = `r.id, r.patient_id, p.name as patient_name, r.kind, r.name, r.status, r.revision,
  r.department_id, coalesce(nullif(r.department_name, ''), d.name, '') as department_name, b.name as branch_name,
  r.collected_at, r.issued_at, r.abnormal_count, r.release_state, r.release_due_at, r.is_critical, r.version`;

export const staffReportTables = `diagnostic_report r join patient p on p.id = r.patient_id
  join branch b on b.id = r.branch_id left join department d on d.id = r.department_id`;

export function presentStaffReportSummary(
  row: StaffReportRow,
  seesClear: boolean,
): ResponseOf<'listReportReviews'>['items'][number] {
  return {
    id: row.id,
    patientId: row.patient_id,
    patientName: seesClear ? row.patient_name : maskName(row.patient_name),
    kind: row.kind,
    name: row.name,
    status: row.status,
    revision: row.revision,
    departmentId: row.department_id,
    departmentName: row.department_name,
    branchName: row.branch_name,
    collectedAt: row.collected_at?.toISOString() ?? null,
    issuedAt: row.issued_at.toISOString(),
    abnormalCount: row.abnormal_count,
    releaseState: row.release_state,
    releaseDueAt: row.release_due_at?.toISOString() ?? null,
    isCritical: row.is_critical,
    version: row.version,
  };
}
