import { namedSql } from '../../../kernel';
import { isOpenable } from './report.sql';

/** More than one a day over years is nothing that a line could show. */
const mostPoints = 1_000;

const trendTypes = {
  patientId: 'uuid',
  accountId: 'uuid',
  code: 'text',
  since: 'timestamptz',
} as const;

function trendText(counts: string, own: string): string {
  return `select o.report_id, o.effective_at, o.name, o.value, o.number::float8, o.unit, o.flag,
         o.range_low::float8, o.range_high::float8
    from observation o
    join diagnostic_report r on r.id = o.report_id
   where o.patient_id = :patientId and o.code = :code and o.effective_at >= :since and ${counts} ${own}
   order by o.effective_at desc limit ${mostPoints}`;
}

/** One item of one patient along its index, newest first. */
export const myTrendSql = namedSql(
  trendText(
    isOpenable,
    `and exists (select 1 from proxy x
       where x.patient_id = :patientId and x.account_id = :accountId and x.ended_at is null)`,
  ),
  trendTypes,
);

/**
 * Staff see what is not released yet as well, as far as they reach.
 * @param reach an SQL condition over `r` and `p`; its parameters follow patient, code and since
 */
export function staffTrendText(reach: string): string {
  return trendText(`r.status not in ('preliminary', 'cancelled')`, `and ${reach}`)
    .replace(
      'join diagnostic_report r on r.id = o.report_id',
      '$& join patient p on p.id = o.patient_id',
    )
    .replace(':patientId', '$1')
    .replace(':code', '$2')
    .replace(':since', '$3');
}
