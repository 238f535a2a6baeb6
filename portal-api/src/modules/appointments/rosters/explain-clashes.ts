import type { DayPeriod } from '@suizhen/contract';
import { chineseDay, type Sql } from '../../../kernel';
import { periodNames, type RosterPlan } from './roster-plan';

interface ClashRow extends Record<string, unknown> {
  id: string;
  is_same_doctor: boolean;
  doctor_name: string;
  date: string;
  period: DayPeriod;
  start_time: string;
  end_time: string;
  room: string;
}

/** Where and when a clinic would stand. */
export type Placement = Pick<
  RosterPlan,
  'id' | 'doctorId' | 'branchId' | 'date' | 'period' | 'startTime' | 'endTime' | 'room'
>;

/** Says, in words for the roster's makers, with what each refused roster clashes: its id → the reason. */
export async function explainClashes(
  sql: Sql,
  placements: readonly Placement[],
): Promise<Map<string, string>> {
  if (placements.length === 0) return new Map();
  const rows = await sql.query<ClashRow>(
    `select distinct on (plan.id) plan.id, other.doctor_id = plan.doctor_id as is_same_doctor,
       doctor.name as doctor_name, other.date::text, other.period,
       to_char(other.start_time, 'HH24:MI') as start_time, to_char(other.end_time, 'HH24:MI') as end_time,
       other.room
     from jsonb_to_recordset($1::jsonb) as plan (
       id uuid, doctor_id uuid, branch_id uuid, date date, period text, start_time time, end_time time, room text)
     join roster other on other.date = plan.date and other.id <> plan.id
      and ((other.doctor_id = plan.doctor_id
            and (other.period = plan.period
                 or (other.start_time < plan.end_time and plan.start_time < other.end_time)))
        or (plan.room <> '' and other.room = plan.room and other.branch_id = plan.branch_id
            and other.start_time < plan.end_time and plan.start_time < other.end_time))
     join doctor on doctor.id = other.doctor_id
     order by plan.id, (other.doctor_id = plan.doctor_id) desc, other.start_time`,
    [JSON.stringify(placements.map(toRecord))],
  );
  return new Map(rows.map((row) => [row.id, clashReason(row)]));
}

/** When the clinic that stood in the way went meanwhile. */
export const clashGone = '与刚刚变动的排班冲突，请重试';

function clashReason(row: ClashRow): string {
  const when = `${chineseDay(row.date)}${periodNames[row.period]} ${row.start_time}–${row.end_time}`;
  return row.is_same_doctor
    ? `${row.doctor_name}医生${when} 已有排班`
    : `${row.room} ${when} 已由${row.doctor_name}医生使用`;
}

function toRecord(placement: Placement) {
  return {
    id: placement.id,
    doctor_id: placement.doctorId,
    branch_id: placement.branchId,
    date: placement.date,
    period: placement.period,
    start_time: placement.startTime,
    end_time: placement.endTime,
    room: placement.room,
  };
}
