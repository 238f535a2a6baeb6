/** What is asked about a patient (`$1`) who comes in. */

/** `$2`: the beginning of the day. What the hospital's system wrote of a visit says more than that it was booked here. */
export const visitSql = `
  select * from (
  (select e.id, e.started_at, coalesce(nullif(e.department_name, ''), dp.name, '') as department_name,
    coalesce(nullif(e.doctor_name, ''), d.name, '') as doctor_name, e.treatment, e.advice,
    coalesce((select x.name from diagnosis x where x.encounter_id = e.id and not x.is_retracted
               order by x.is_main desc, x.recorded_at, x.id limit 1), '') as diagnosis_text
    from encounter e left join department dp on dp.id = e.department_id left join doctor d on d.id = e.doctor_id
   where e.patient_id = $1 and (e.status = 'finished' or (e.status = 'in-progress' and e.started_at < $2))
   order by e.started_at desc, e.id desc limit 1)
  union all
  (select null, a.starts_at, dp.name, d.name, '', '', ''
    from appointment a join department dp on dp.id = a.department_id join doctor d on d.id = a.doctor_id
   where a.patient_id = $1 and a.status = 'fulfilled' and a.starts_at < $2
     and not exists (select 1 from encounter e where e.patient_id = $1 and e.status in ('in-progress', 'finished')
       and (e.appointment_id = a.id or (e.started_at >= a.starts_at - interval '12 hours' and e.started_at < $2)))
   order by a.starts_at desc limit 1)) visit
  order by started_at desc limit 1`;

/**
 * Ordered since `$2`, said to be still open, and without a report since. Systems write states in their own
 * words; medicines that somebody takes are no plan that waits to be finished.
 */
export const ordersSql = `
  select o.name, o.status from clinical_order o
   where o.patient_id = $1 and o.ordered_at > $2 and o.kind <> 'medication'
     and o.status ~ '(待|未|执行中|进行中|安排|开立|开单|暂停|恢复|修改)' and o.status !~ '(完成|取消|停止|作废)'
     and not exists (select 1 from diagnostic_report r
       where r.patient_id = o.patient_id and r.issued_at >= o.ordered_at and r.status not in ('preliminary', 'cancelled')
         and ((r.code <> '' and r.code = o.code) or r.name = o.name))
   order by o.ordered_at desc, o.id desc limit 10`;

/** In the states `$2`. */
export const workOrdersSql = `
  select order_no, item, teeth, state, due_on::text as due_on from dental_work_order
   where patient_id = $1 and state = any($2) order by created_at desc, id desc limit 10`;

/** Out of range since `$2`, the latest first. */
export const abnormalSql = `
  select r.id, r.name, r.issued_at, r.is_critical, r.abnormal_count,
    array(select concat_ws(' ', o.name, o.value, nullif(o.unit, ''),
            case when o.flag in ('H', 'HH') then '偏高' when o.flag in ('L', 'LL') then '偏低' else '异常' end)
           from observation o where o.report_id = r.id and (o.flag <> 'N' or o.is_critical)
          order by o.is_critical desc, o.position limit 4) as items
    from diagnostic_report r
   where r.patient_id = $1 and r.issued_at > $2 and r.status not in ('preliminary', 'cancelled')
     and (r.abnormal_count > 0 or r.is_critical)
   order by r.issued_at desc, r.id desc limit 5`;
