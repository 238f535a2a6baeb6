import type { ReportKind, ReportStatus, ResponseOf } from '@suizhen/contract';
import type { ItemExplanations } from '../ports';

export type Report = ResponseOf<'getMyReport'>;
export type ReportItem = Report['items'][number];

/** An item as the database makes it: all but the words that explain it. */
export type ItemRow = Omit<ReportItem, 'explanation'> & { isCritical: boolean };

export interface ReportRow extends Record<string, unknown> {
  id: string;
  patient_id: string;
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
  report_no: string;
  specimen: string;
  requester_name: string;
  performer_name: string;
  reviewer_name: string;
  received_at: Date | null;
  reviewed_at: Date | null;
  findings: string;
  conclusion: string;
  study_uid: string;
  corrected_at: Date | null;
  is_openable: boolean;
  items: ItemRow[];
}

/** @param beside what is not in the row: whether it was read, and how a correction is told */
export function presentReport(
  row: ReportRow,
  items: ReportItem[],
  beside: { isUnread: boolean; correctionNote: string },
): Report {
  return {
    id: row.id,
    patientId: row.patient_id,
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
    isUnread: beside.isUnread,
    isOpenable: row.is_openable,
    reportNo: row.report_no,
    specimen: row.specimen,
    requesterName: row.requester_name,
    performerName: row.performer_name,
    reviewerName: row.reviewer_name,
    receivedAt: row.received_at?.toISOString() ?? null,
    reviewedAt: row.reviewed_at?.toISOString() ?? null,
    findings: row.findings,
    conclusion: row.conclusion,
    items,
    hasImages: row.study_uid !== '',
    correctionNote: beside.correctionNote,
  };
}

/** Critical items get no plain words: those belong to a doctor, at once. */
export async function explained(
  rows: readonly ItemRow[],
  explanations: ItemExplanations,
): Promise<ReportItem[]> {
  const wanted = (row: ItemRow) => !row.isCritical && ['H', 'L', 'A'].includes(row.flag);
  const words = rows.some(wanted) ? await explanations.of(rows.filter(wanted)) : undefined;
  return rows.map(({ isCritical: _, ...item }) => ({
    ...item,
    explanation: words?.get(item.id) ?? null,
  }));
}
