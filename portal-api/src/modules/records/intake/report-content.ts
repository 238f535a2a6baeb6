/** What a report says, apart from who it is about and where it stands. Free of the database. */
import { createHash } from 'node:crypto';
import type { IncomingReport } from './incoming';

/** The columns that say what a report is; the order is that of the statements. */
export function contentColumns(report: IncomingReport): Record<string, unknown> {
  return {
    kind: report.kind,
    code: report.code,
    name: report.name,
    report_no: report.reportNo,
    status: report.status,
    specimen: report.specimen,
    department_name: report.departmentName,
    requester_name: report.requesterName,
    performer_name: report.performerName,
    reviewer_name: report.reviewerName,
    collected_at: report.collectedAt,
    received_at: report.receivedAt,
    reviewed_at: report.reviewedAt,
    issued_at: report.issuedAt,
    findings: report.findings,
    conclusion: report.conclusion,
    study_uid: report.studyUid,
  };
}

/** Tells whether a further version says anything else. */
export function digestOf(report: IncomingReport): string {
  const items = report.observations.map((item) => [
    item.code,
    item.name,
    item.value,
    item.number,
    item.unit,
    item.rangeText,
    item.rangeLow,
    item.rangeHigh,
    item.flag,
    item.isCritical,
    item.method,
    item.effectiveAt,
  ]);
  return createHash('sha256')
    .update(JSON.stringify([Object.values(contentColumns(report)), items]))
    .digest('base64url');
}
