import {
  addDays,
  instantAt,
  localDateOf,
  localTimeOf,
  type LocalTime,
} from '../../kernel/local-date';

/** When people work. `until` not after `from`: day and night. */
export interface OfficeTime {
  from: LocalTime;
  until: LocalTime;
}

/** The rule as it comes out of the box. */
export const usualOfficeTime: OfficeTime = { from: '08:00', until: '18:00' };

const isAround = (office: OfficeTime, time: LocalTime) =>
  office.from >= office.until || (time >= office.from && time <= office.until);

/** The moment itself, or the next morning's beginning when it lies outside. */
export function nextOfficeTime(moment: Date, office: OfficeTime): Date {
  const [date, time] = [localDateOf(moment), localTimeOf(moment)];
  if (isAround(office, time)) return moment;
  return instantAt(time < office.from ? date : addDays(date, 1), office.from);
}

/** The moment itself, or the end of the working day before it: what must be done by then. */
export function lastOfficeTime(moment: Date, office: OfficeTime): Date {
  const [date, time] = [localDateOf(moment), localTimeOf(moment)];
  if (isAround(office, time)) return moment;
  return instantAt(time < office.from ? addDays(date, -1) : date, office.until);
}
