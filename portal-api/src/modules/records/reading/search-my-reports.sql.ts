import { namedSql } from '../../../kernel';
import { instantText, isListed, isOpenable } from './report.sql';

/**
 * A page of a patient's reports, how many are unread and which departments there are: one walk along the
 * index of the patient. What has to be fetched in person says that it is there, and nothing else.
 */
export const searchMyReportsSql = namedSql(
  `with own as materialized (
  select 1 from proxy where account_id = :accountId and patient_id = :patientId and ended_at is null
), mine as materialized (
  select r.id, r.kind, r.name, r.status, r.revision, r.department_id, r.department_name, r.branch_id, r.collected_at,
         r.issued_at, o.is_openable,
         case when o.is_openable then r.abnormal_count else 0 end as abnormal_count,
         case when o.is_openable then r.words else r.name end as words,
         o.is_openable and (seen.revision is null or seen.revision < r.revision) as is_unread
    from diagnostic_report r
    left join report_read seen on seen.account_id = :accountId and seen.report_id = r.id
   cross join lateral (select ${isOpenable} as is_openable) o
   where r.patient_id = :patientId and ${isListed} and exists (select 1 from own)
), page as (
  select m.*, coalesce(d.name, m.department_name) as department, b.name as branch
    from mine m
    join branch b on b.id = m.branch_id
    left join department d on d.id = m.department_id
   where (:kind is null or m.kind = :kind)
     and (:departmentId is null or m.department_id = :departmentId)
     and (:from is null or m.issued_at >= :from)
     and (:until is null or m.issued_at < :until)
     and (:isUnread is null or m.is_unread = :isUnread)
     and (:isAbnormal is null or (m.abnormal_count > 0) = :isAbnormal)
     and (:words is null or m.words ilike :words or m.name ilike :words)
     and (:cursorAt is null or (m.issued_at, m.id) < (:cursorAt, :cursorId))
   order by m.issued_at desc, m.id desc limit :limit
)
select exists (select 1 from own) as is_mine,
  (select coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'name', name, 'status', status,
       'revision', revision, 'departmentId', department_id, 'departmentName', department, 'branchName', branch,
       'collectedAt', ${instantText('collected_at')}, 'issuedAt', ${instantText('issued_at')}, 'abnormalCount', abnormal_count, 'isUnread', is_unread,
       'isOpenable', is_openable) order by issued_at desc, id desc), '[]') from page) as items,
  (select count(*)::int from mine where is_unread) as unread,
  (select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name) order by d.name, d.id), '[]')
     from department d where d.id in (select department_id from mine)) as departments`,
  {
    accountId: 'uuid',
    patientId: 'uuid',
    kind: 'text',
    departmentId: 'uuid',
    from: 'timestamptz',
    until: 'timestamptz',
    isUnread: 'boolean',
    isAbnormal: 'boolean',
    words: 'text',
    cursorAt: 'timestamptz',
    cursorId: 'uuid',
    limit: 'int',
  },
);
