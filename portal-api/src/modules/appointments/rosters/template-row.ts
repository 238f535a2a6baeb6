import type { DayPeriod, ResponseOf } from '@suizhen/contract';

export type TemplateAnswer = ResponseOf<'createRosterTemplate'>;

export interface TemplateRow extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  doctor_name: string;
  department_id: string;
  branch_id: string;
  weekday: number;
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
  version: number;
}

/**
 * Weekly templates; the department is where the doctor works now.
 * @param condition over `t` (template), `doctor` and `department`
 */
export const selectTemplates = (condition: string) => `
  select t.id, t.doctor_id, doctor.name as doctor_name, doctor.department_id, department.branch_id,
    t.weekday, t.period, to_char(t.start_time, 'HH24:MI') as start_time,
    to_char(t.end_time, 'HH24:MI') as end_time, t.slot_minutes, t.shared_capacity, t.wechat_capacity,
    t.phone_capacity, t.desk_capacity, t.service_id, service.price_fen as fee_fen, t.room, t.version
  from roster_template t
  join doctor on doctor.id = t.doctor_id
  join department on department.id = doctor.department_id
  join service on service.id = t.service_id
  where ${condition}
  order by department.sort_order, department.name, doctor.name, doctor.id, t.weekday, t.start_time`;

export function presentTemplate(row: TemplateRow): TemplateAnswer {
  return {
    id: row.id,
    doctorId: row.doctor_id,
    doctorName: row.doctor_name,
    departmentId: row.department_id,
    weekday: row.weekday,
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
    version: row.version,
  };
}
