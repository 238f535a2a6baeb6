/**
 * Days and times of day as people in China mean them. Asia/Shanghai has had no daylight saving since
 * 1991, so the offset is a constant and no time zone data is needed.
 */

/** `YYYY-MM-DD` in Asia/Shanghai. */
export type LocalDate = string;
/** `HH:MM` in Asia/Shanghai. */
export type LocalTime = string;

const offsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

export function localDateOf(instant: Date): LocalDate {
  return new Date(instant.getTime() + offsetMs).toISOString().slice(0, 10);
}

export function localTimeOf(instant: Date): LocalTime {
  return new Date(instant.getTime() + offsetMs).toISOString().slice(11, 16);
}

/** The instant of a day and time of day in Asia/Shanghai; `24:00` is the next midnight. */
export function instantAt(date: LocalDate, time: LocalTime = '00:00'): Date {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return new Date(Date.parse(`${date}T00:00:00+08:00`) + (hours * 60 + minutes) * 60_000);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

export function addMinutes(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * 60_000);
}

/** 11月28日 周六 上午 9:00, as messages and slips say it. */
export function chineseMoment(instant: Date): string {
  const date = localDateOf(instant);
  const time = localTimeOf(instant);
  const hour = Number(time.slice(0, 2));
  const part = hour < 12 ? '上午' : hour < 18 ? '下午' : '晚上';
  const clockHour = hour > 12 ? hour - 12 : hour;
  return `${chineseDay(date)} ${part} ${clockHour}:${time.slice(3)}`;
}

/** 11月28日 周六. */
export function chineseDay(date: LocalDate): string {
  const weekday = '一二三四五六日'[weekdayOf(date) - 1] ?? '';
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日 周${weekday}`;
}
