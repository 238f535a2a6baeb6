import type { DayPeriod } from '@suizhen/contract/wire';
import type { Body } from '@/shared/api/client';

export type RosterBody = Body<'createRoster'>;
export type Capacity = RosterBody['capacity'];
export type Timing = Pick<
  RosterBody,
  'period' | 'startTime' | 'endTime' | 'slotMinutes' | 'capacity' | 'serviceId' | 'room'
>;

export const slotChoices = [10, 15, 20, 30, 60];

/** Where a fresh form begins; every hour can be changed. */
export const usualHours: Record<DayPeriod, { startTime: string; endTime: string }> = {
  morning: { startTime: '08:00', endTime: '12:00' },
  afternoon: { startTime: '14:00', endTime: '17:00' },
  evening: { startTime: '18:00', endTime: '20:00' },
};

export const usualTiming = (period: DayPeriod): Omit<Timing, 'serviceId'> => ({
  period,
  ...usualHours[period],
  slotMinutes: 15,
  capacity: { shared: 2, wechat: 1, phone: 0, desk: 1 },
  room: '',
});

const minutesOf = (time: string): number =>
  Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

export const placesPerSlot = (capacity: Capacity): number =>
  capacity.shared + capacity.wechat + capacity.phone + capacity.desk;

/** What the entered hours come to, or what is wrong with them. */
export function readTiming(
  timing: Partial<Timing>,
): { slots: number; places: number } | { problem: string } | undefined {
  const { startTime, endTime, slotMinutes, capacity } = timing;
  if (!startTime || !endTime || !slotMinutes || !capacity) return undefined;
  const length = minutesOf(endTime) - minutesOf(startTime);
  if (length <= 0) return { problem: '结束时间应晚于开始时间' };
  if (length % slotMinutes !== 0) return { problem: `出诊时长应是 ${slotMinutes} 分钟的整数倍` };
  const slots = length / slotMinutes;
  return { slots, places: slots * placesPerSlot(capacity) };
}
