import { auditColumns, namedSql } from '../../../kernel';
import { isOpenable, itemsJson, reportColumns } from './report.sql';

/**
 * A report to an account that acts for its patient: found, marked as read, written to the audit and
 * answered in one statement. Nothing comes back, and nothing is written, unless all of it may be seen.
 */
export const myReportSql = namedSql(
  `with m as materialized (
  select ${reportColumns.replace('r.department_name', 'coalesce(d.name, r.department_name) as department_name')},
         b.name as branch_name
    from diagnostic_report r
    join branch b on b.id = r.branch_id
    left join department d on d.id = r.department_id
   where r.id = :reportId and ${isOpenable}
     and exists (select 1 from proxy x
                  where x.patient_id = r.patient_id and x.account_id = :accountId and x.ended_at is null)
), marked as (
  insert into report_read as seen (account_id, report_id, revision, read_at)
  select :accountId, m.id, m.revision, :now from m
   -- A conflict would lock the row, and write that down, each time that somebody looks again.
   where not exists (select 1 from report_read r
                      where r.account_id = :accountId and r.report_id = m.id and r.revision >= m.revision)
  on conflict (account_id, report_id) do update set revision = excluded.revision, read_at = excluded.read_at
   where seen.revision < excluded.revision
), audited as (
  insert into audit_event (${auditColumns})
  select :auditId, :now, 'account', :accountId, '', '', :action, 'report', m.id::text, m.patient_id, null, 'ok',
    '{}', :address, :requestId
    from m
)
select m.*, ${itemsJson('released')} as items from m`,
  {
    reportId: 'uuid',
    accountId: 'uuid',
    now: 'timestamptz',
    auditId: 'uuid',
    action: 'text',
    address: 'text',
    requestId: 'text',
  },
);
