import { addDays, instantAt, type LocalDate, type LocalTime } from '../../../kernel/local-date';

/** The instant at which a day enters the booking window (today included) and its places open (放号). */
export function defaultReleaseAt(date: LocalDate, windowDays: number, time: LocalTime): Date {
  return instantAt(addDays(date, 1 - windowDays), time);
}
