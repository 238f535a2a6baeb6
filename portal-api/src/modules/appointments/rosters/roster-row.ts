import type { DayPeriod, ResponseOf } from '@suizhen/contract';

export type RosterAnswer = ResponseOf<'createRoster'>;

export interface RosterRow extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  doctor_name: string;
  department_id: string;
  department_name: string;
  branch_id: string;
  date: string;
  period: DayPeriod;
  start_time: string;
  end_time: string;
  slot_minutes: number;
  shared_capacity: number;
  wechat_capacity: number;
  phone_capacity: number;
  desk_capacity: number;
  service_id: string;
  fee_fen: string;
  room: string;
  release_at: Date;
  is_closed: boolean;
  is_from_hospital: boolean;
  note: string;
  places: number;
  taken: number;
  version: number;
}

/**
 * Rosters as staff see them.
 * @param condition over the alias `r`
 */
export const selectRosters = (condition: string) => `
  select r.id, r.doctor_id, doctor.name as doctor_name, r.department_id,
    department.name as department_name, r.branch_id, r.date::text, r.period,
    to_char(r.start_time, 'HH24:MI') as start_time, to_char(r.end_time, 'HH24:MI') as end_time,
    r.slot_minutes, r.shared_capacity, r.wechat_capacity, r.phone_capacity, r.desk_capacity,
    r.service_id, r.fee_fen, r.room, r.release_at, r.is_closed, r.is_from_hospital, r.note, r.version,
    count.places::int as places, count.taken::int as taken
  from roster r
  join doctor on doctor.id = r.doctor_id
  join department on department.id = r.department_id
  cross join lateral (
    select count(*) as places,
      count(*) filter (where place.state in ('held', 'offered', 'sold')) as taken
    from slot join place on place.slot_id = slot.id
    where slot.roster_id = r.id
  ) count
  where ${condition}
  order by r.date, department.sort_order, department.name, doctor.name, r.doctor_id, r.start_time`;

export function presentRoster(row: RosterRow): RosterAnswer {
  return {
    id: row.id,
    doctorId: row.doctor_id,
    doctorName: row.doctor_name,
    departmentId: row.department_id,
    departmentName: row.department_name,
    branchId: row.branch_id,
    date: row.date,
    period: row.period,
    startTime: row.start_time,
    endTime: row.end_time,
    slotMinutes: row.slot_minutes,
    capacity: {
      shared: row.shared_capacity,
      wechat: row.wechat_capacity,
      phone: row.phone_capacity,
      desk: row.desk_capacity,
    },
    serviceId: row.service_id,
    feeFen: Number(row.fee_fen),
    room: row.room,
    releaseAt: row.release_at.toISOString(),
    isClosed: row.is_closed,
    isFromHospital: row.is_from_hospital,
    note: row.note,
    places: row.places,
    taken: row.taken,
    version: row.version,
  };
}
