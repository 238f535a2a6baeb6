import type { DayPeriod } from '@suizhen/contract';
import type { LocalDate } from '../../../kernel';
import type { RosterPlan } from './roster-plan';

/** A clinic to be made, read from a template or another week, with the directory as it is now. */
export interface RosterCandidate extends Record<string, unknown> {
  doctor_id: string;
  doctor_name: string;
  is_doctor_active: boolean;
  department_id: string;
  branch_id: string;
  date: LocalDate;
  period: DayPeriod;
  start_time: string;
  end_time: string;
  slot_minutes: number;
  shared_capacity: number;
  wechat_capacity: number;
  phone_capacity: number;
  desk_capacity: number;
  service_id: string;
  is_service_active: boolean;
  price_fen: string;
  room: string;
}

/** Columns of a candidate but its date; `x` is the template or roster it is read from. */
export const candidateColumns = `
  x.doctor_id, doctor.name as doctor_name, doctor.is_active as is_doctor_active, doctor.department_id,
  department.branch_id, x.period, to_char(x.start_time, 'HH24:MI') as start_time,
  to_char(x.end_time, 'HH24:MI') as end_time, x.slot_minutes, x.shared_capacity, x.wechat_capacity,
  x.phone_capacity, x.desk_capacity, x.service_id, service.is_active as is_service_active,
  service.price_fen, x.room`;

export const candidateJoins = `
  join doctor on doctor.id = x.doctor_id
  join department on department.id = doctor.department_id
  join service on service.id = x.service_id`;

/** What the weekly templates ask for from day `$1` to day `$2`. */
export const selectTemplateCandidates = (condition: string) => `
  select day::date::text as date, ${candidateColumns}
  from generate_series($1::date, $2::date, interval '1 day') as day
  join roster_template x on x.weekday = extract(isodow from day)
  ${candidateJoins}
  where ${condition}
  order by day, doctor.name, x.start_time`;

export function toPlan(candidate: RosterCandidate, id: string, releaseAt: Date): RosterPlan {
  return {
    id,
    doctorId: candidate.doctor_id,
    departmentId: candidate.department_id,
    branchId: candidate.branch_id,
    date: candidate.date,
    period: candidate.period,
    startTime: candidate.start_time,
    endTime: candidate.end_time,
    slotMinutes: candidate.slot_minutes,
    capacity: {
      shared: candidate.shared_capacity,
      wechat: candidate.wechat_capacity,
      phone: candidate.phone_capacity,
      desk: candidate.desk_capacity,
    },
    serviceId: candidate.service_id,
    feeFen: Number(candidate.price_fen),
    room: candidate.room,
    releaseAt,
    note: '',
  };
}
