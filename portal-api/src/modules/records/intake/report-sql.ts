/** Reports as they are written: one row, its items, and what stood there before. */
import { newId, type Tx } from '../../../kernel';
import type { IncomingObservation } from './incoming';

export { contentColumns } from './report-content';

export async function writeObservations(
  tx: Tx,
  reportId: string,
  patientId: string,
  items: readonly IncomingObservation[],
  now: Date,
): Promise<void> {
  if (items.length === 0) return;
  const column = <T>(of: (item: IncomingObservation) => T): T[] => items.map(of);
  await tx.query(
    `insert into observation (id, report_id, patient_id, position, code, name, value, number, unit, range_text,
       range_low, range_high, flag, is_critical, method, effective_at)
     select i.id, $1, $2, i.position - 1, i.code, i.name, i.value, i.number, i.unit, i.range_text, i.range_low,
       i.range_high, i.flag, i.is_critical, i.method, i.effective_at
       from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::numeric[], $8::text[], $9::text[],
         $10::numeric[], $11::numeric[], $12::text[], $13::boolean[], $14::text[], $15::timestamptz[]) with ordinality
         as i (id, code, name, value, number, unit, range_text, range_low, range_high, flag, is_critical, method,
           effective_at, position)`,
    [
      reportId,
      patientId,
      column(() => newId(now)),
      column((item) => item.code),
      column((item) => item.name),
      column((item) => item.value),
      column((item) => item.number),
      column((item) => item.unit),
      column((item) => item.rangeText),
      column((item) => item.rangeLow),
      column((item) => item.rangeHigh),
      column((item) => item.flag),
      column((item) => item.isCritical),
      column((item) => item.method),
      column((item) => item.effectiveAt),
    ],
    'observation-insert',
  );
}

/** `report_revision.content`: what stood there, complete. */
export interface RevisionContent {
  patientId: string;
  name: string;
  reportNo: string;
  specimen: string;
  departmentName: string;
  requesterName: string;
  performerName: string;
  reviewerName: string;
  issuedAt: string;
  findings: string;
  conclusion: string;
  studyUid: string;
  releaseState: string;
  sourceVersion: string;
  items: {
    code: string;
    name: string;
    value: string;
    number: number | null;
    unit: string;
    rangeText: string;
    rangeLow: number | null;
    rangeHigh: number | null;
    flag: string;
    isCritical: boolean;
    method: string;
    effectiveAt: string;
  }[];
}

/** Keeps what stands there now, before it is replaced. */
export async function keepRevision(tx: Tx, reportId: string): Promise<void> {
  await tx.query(
    `insert into report_revision (report_id, revision, status, content, recorded_at)
     select r.id, r.revision, r.status, jsonb_build_object('patientId', r.patient_id, 'name', r.name,
         'reportNo', r.report_no, 'specimen', r.specimen, 'departmentName', r.department_name,
         'requesterName', r.requester_name, 'performerName', r.performer_name, 'reviewerName', r.reviewer_name,
         'issuedAt', r.issued_at, 'findings', r.findings, 'conclusion', r.conclusion, 'studyUid', r.study_uid,
         'releaseState', r.release_state, 'sourceVersion', r.source_version,
         'items', coalesce((select jsonb_agg(jsonb_build_object('code', o.code, 'name', o.name, 'value', o.value,
           'number', o.number, 'unit', o.unit, 'rangeText', o.range_text, 'rangeLow', o.range_low,
           'rangeHigh', o.range_high, 'flag', o.flag, 'isCritical', o.is_critical, 'method', o.method,
           'effectiveAt', o.effective_at) order by o.position)
           from observation o where o.report_id = r.id), '[]'::jsonb)), r.recorded_at
       from diagnostic_report r where r.id = $1`,
    [reportId],
  );
  await tx.query(`delete from observation where report_id = $1`, [reportId]);
}
