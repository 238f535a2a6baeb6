import type { DayPeriod } from '@suizhen/contract';
import type { LocalDate, LocalTime } from '../../../kernel';

/** Places of each slot by the channel they are meant for; `shared` serves every channel. */
export interface SlotCapacity {
  shared: number;
  wechat: number;
  phone: number;
  desk: number;
}

/** Everything that decides a roster before it is made. */
export interface RosterPlan {
  id: string;
  doctorId: string;
  departmentId: string;
  branchId: string;
  date: LocalDate;
  period: DayPeriod;
  startTime: LocalTime;
  endTime: LocalTime;
  slotMinutes: number;
  capacity: SlotCapacity;
  serviceId: string;
  feeFen: number;
  room: string;
  releaseAt: Date;
  note: string;
}

export const periodNames: Record<DayPeriod, string> = {
  morning: '上午',
  afternoon: '下午',
  evening: '晚间',
};

export function slotPlaces(capacity: SlotCapacity): number {
  return capacity.shared + capacity.wechat + capacity.phone + capacity.desk;
}
