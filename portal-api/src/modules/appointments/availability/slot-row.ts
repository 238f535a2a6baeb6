import type { DayPeriod, DoctorTitle, ResponseOf } from '@suizhen/contract';
import type { BookingWindow } from './booking-window';

export type SlotAnswer = ResponseOf<'listDoctorSlots'>['items'][number];

export interface SlotRow extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  doctor_name: string;
  doctor_title: DoctorTitle;
  department_id: string;
  department_name: string;
  branch_id: string;
  date: string;
  period: DayPeriod;
  starts_at: Date;
  ends_at: Date;
  fee_fen: string;
  release_at: Date;
  is_closed: boolean;
  remaining: number;
}

/** Free places of slot `s` that a patient may take by themselves. */
export const freeForPatients = `
  select count(*)::int from place
  where place.slot_id = s.id and place.state = 'free' and place.channel in ('any', 'wechat')`;

/** As `SlotRow`, over `s` (slot), `doctor` and `department`. */
export const slotColumns = `
  s.id, s.doctor_id, doctor.name as doctor_name, doctor.title as doctor_title, s.department_id,
  department.name as department_name, s.branch_id, s.date::text, s.period, s.starts_at, s.ends_at,
  s.fee_fen, s.release_at, s.is_closed, (${freeForPatients}) as remaining`;

/** @param isOnline whether whoever owns the numbers knows of it */
export function presentSlot(
  row: SlotRow,
  { now, today, lastDay }: BookingWindow,
  isOnline = true,
): SlotAnswer {
  const isReleased = row.release_at <= now;
  const isOpen =
    isOnline &&
    isReleased &&
    !row.is_closed &&
    row.starts_at > now &&
    row.date >= today &&
    row.date <= lastDay;
  return {
    id: row.id,
    doctorId: row.doctor_id,
    doctorName: row.doctor_name,
    doctorTitle: row.doctor_title,
    departmentId: row.department_id,
    departmentName: row.department_name,
    branchId: row.branch_id,
    date: row.date,
    period: row.period,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    remaining: isOpen ? row.remaining : 0,
    feeFen: Number(row.fee_fen),
    isOpen,
    isOnline,
    opensAt: isReleased || row.is_closed || !isOnline ? null : row.release_at.toISOString(),
  };
}
