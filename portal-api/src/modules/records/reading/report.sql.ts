/** Pieces of SQL over `diagnostic_report r` that all who read reports share. */

/** The patient knows of it: it can be opened, was withdrawn, or waits to be fetched in person. */
export const isListed = `r.release_state in ('released', 'in-person')`;

/** The patient may see what it says. */
export const isOpenable = `(r.release_state = 'released' and r.status not in ('preliminary', 'cancelled'))`;

/** As the contract writes instants. */
export const instantText = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The columns of `ReportRow`. */
export const reportColumns = `r.id, r.patient_id, r.kind, r.name, r.status, r.revision, r.department_id,
  r.department_name, r.branch_id, r.collected_at, r.issued_at, r.abnormal_count, r.report_no, r.specimen,
  r.requester_name, r.performer_name, r.reviewer_name, r.received_at, r.reviewed_at, r.findings, r.conclusion,
  r.study_uid, r.corrected_at, ${isOpenable} as is_openable`;

/**
 * The items of the report `m`, each with what was measured before it: one look into the index per item,
 * all in the one statement.
 * @param known which earlier reports count, over `q`
 */
export function itemsJson(known: 'released' | 'all'): string {
  const counts =
    known === 'released'
      ? isOpenable.replaceAll('r.', 'q.')
      : `q.status not in ('preliminary', 'cancelled')`;
  const other = `from observation p join diagnostic_report q on q.id = p.report_id
      where p.patient_id = o.patient_id and p.code = o.code and p.report_id <> o.report_id and ${counts}`;
  return `(
    select coalesce(json_agg(json_build_object('id', o.id, 'code', o.code, 'name', o.name, 'value', o.value,
        'number', o.number, 'unit', o.unit, 'rangeText', o.range_text, 'rangeLow', o.range_low,
        'rangeHigh', o.range_high, 'flag', o.flag, 'isCritical', o.is_critical, 'method', o.method,
        'previous', before.item,
        'hasTrend', o.number is not null
          and (before.number is not null or exists (select 1 ${other} and p.number is not null)))
      order by o.position), '[]')
      from observation o
      left join lateral (
        select p.number, json_build_object('value', p.value, 'unit', p.unit, 'flag', p.flag,
                 'at', ${instantText('p.effective_at')}) as item
          ${other} and p.effective_at < o.effective_at
         order by p.effective_at desc limit 1) before on true
     where o.report_id = m.id)`;
}
