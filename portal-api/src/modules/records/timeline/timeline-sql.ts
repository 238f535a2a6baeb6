import type { TimelineKind } from '@suizhen/contract';

/** A row of every part: what it is called, a code that words stand for, and what is said beside it. */
export interface TimelineRow extends Record<string, unknown> {
  kind: TimelineKind;
  id: string;
  at: Date;
  title: string;
  code: string;
  more: string;
  is_abnormal: boolean;
}

/** Each part of one patient (`$1`) before the cursor (`$2`, `$3`), as many as a page holds (`$4`). */
const part = (
  kind: TimelineKind,
  columns: string,
  from: string,
  at: string,
  id: string,
): string => `
  (select '${kind}' as kind, ${id} as id, ${at} as at, ${columns} from ${from}
      and ($2::timestamptz is null or (${at}, ${id}) < ($2, $3::uuid))
    order by ${at} desc, ${id} desc limit $4)`;

const parts: Record<TimelineKind, readonly string[]> = {
  appointment: [
    part(
      'appointment',
      `concat_ws(' ', dp.name, d.name) as title, a.status as code, '' as more, a.status = 'noshow' as is_abnormal`,
      `appointment a join department dp on dp.id = a.department_id join doctor d on d.id = a.doctor_id
        where a.patient_id = $1 and a.booked_at is not null`,
      'a.starts_at',
      'a.id',
    ),
  ],
  encounter: [
    part(
      'encounter',
      `concat_ws(' ', coalesce(nullif(e.department_name, ''), dp.name), coalesce(nullif(e.doctor_name, ''), d.name))
         as title,
       case e.status when 'cancelled' then 'cancelled' else e.class end as code,
       coalesce((select x.name from diagnosis x where x.encounter_id = e.id and not x.is_retracted
                  order by x.is_main desc, x.recorded_at, x.id limit 1), '') as more, false as is_abnormal`,
      `encounter e left join department dp on dp.id = e.department_id left join doctor d on d.id = e.doctor_id
        where e.patient_id = $1`,
      'e.started_at',
      'e.id',
    ),
  ],
  report: [
    part(
      'report',
      `r.name as title, case r.status when 'cancelled' then 'cancelled' else r.kind end as code,
       case when r.is_critical then '危急值' when r.abnormal_count > 0 then r.abnormal_count || ' 项异常'
         else left(r.conclusion, 60) end as more,
       r.abnormal_count > 0 or r.is_critical as is_abnormal`,
      `diagnostic_report r where r.patient_id = $1`,
      'r.issued_at',
      'r.id',
    ),
  ],
  document: [
    part(
      'document',
      `h.title, h.category as code, h.hospital_name as more, false as is_abnormal`,
      `health_document h where h.patient_id = $1 and h.removed_at is null`,
      'h.added_at',
      'h.id',
    ),
  ],
  'vital-alarm': [
    part(
      'vital-alarm',
      `'' as title, v.kind as code, x.limit_text as more, true as is_abnormal`,
      `vital_alarm x join vital_reading v on v.id = x.reading_id where x.patient_id = $1`,
      'x.raised_at',
      'x.id',
    ),
  ],
  dental: [
    part(
      'dental',
      `'牙位 ' || n.tooth as title, 'note' as code, concat_ws('；', nullif(n.finding, ''), nullif(n.treatment, ''))
         as more, false as is_abnormal`,
      `tooth_note n where n.patient_id = $1`,
      'n.noted_at',
      'n.id',
    ),
    part(
      'dental',
      `coalesce('牙位 ' || i.tooth, '') as title, i.moment as code, i.caption as more, false as is_abnormal`,
      `dental_picture i where i.patient_id = $1`,
      'i.added_at',
      'i.id',
    ),
    part(
      'dental',
      `o.item as title, o.state as code, o.order_no || ' 牙位 ' || array_to_string(o.teeth, '、') as more,
       o.state = 'remake' as is_abnormal`,
      `dental_work_order o where o.patient_id = $1`,
      'o.created_at',
      'o.id',
    ),
  ],
};

export function timelineSql(kinds: readonly TimelineKind[]): string {
  const all = kinds.flatMap((kind) => parts[kind]).join('\n  union all');
  return `select * from (${all}) entry order by at desc, id desc limit $4`;
}
