const ZONE = 'Asia/Shanghai';
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

interface ClinicTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const clinicParts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The wall clock of the hospital, whatever zone the browser is in. */
function clinicTime(instant: string | number | Date): ClinicTime {
  const parts = Object.fromEntries(
    clinicParts.formatToParts(new Date(instant)).map((part) => [part.type, Number(part.value)]),
  );
  return {
    year: parts.year ?? 0,
    month: parts.month ?? 0,
    day: parts.day ?? 0,
    hour: parts.hour ?? 0,
    minute: parts.minute ?? 0,
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

export function localDateOf(instant: string | number | Date): string {
  const at = clinicTime(instant);
  return `${at.year}-${two(at.month)}-${two(at.day)}`;
}

export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

function weekdayIndex(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

export const weekdayName = (date: string): string => WEEKDAYS[weekdayIndex(date)] ?? '';

/** The Monday of the week a date lies in. */
export const mondayOf = (date: string): string => addDays(date, -((weekdayIndex(date) + 6) % 7));

export const weekDates = (monday: string): string[] =>
  Array.from({ length: 7 }, (_, index) => addDays(monday, index));

/** 11月28日 周六 */
export function formatDay(date: string | null | undefined): string {
  if (!date) return '—';
  const [, month, day] = date.split('-').map(Number);
  return `${month}月${day}日 ${weekdayName(date)}`;
}

/** 上午 9:00 from 09:00, 下午 2:30 from 14:30 */
export function formatClock(time: string): string {
  const [hour = 0] = time.split(':').map(Number);
  return `${dayPart(hour)} ${twelveHour(time)}`;
}

function twelveHour(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return `${hour > 12 ? hour - 12 : hour}:${two(minute)}`;
}

function dayPart(hour: number): string {
  if (hour < 12) return '上午';
  return hour < 18 ? '下午' : '晚上';
}

/** 上午 9:00–9:15 from 09:00 and 09:15 */
export function formatSpan(from: string, to: string): string {
  return `${formatClock(from)}–${twelveHour(to)}`;
}

/** 2026-11-28 09:05, for tables of events */
export function formatInstant(instant: string | null | undefined): string {
  if (!instant) return '—';
  const at = clinicTime(instant);
  return `${localDateOf(instant)} ${two(at.hour)}:${two(at.minute)}`;
}

/** 11月28日 周六 上午 9:05, for what somebody must come to or answer by */
export function formatMoment(instant: string | null | undefined): string {
  if (!instant) return '—';
  return `${formatDay(localDateOf(instant))} ${formatClock(clockOf(instant))}`;
}

/** 09:05 on the clinic's wall */
export function clockOf(instant: string): string {
  const at = clinicTime(instant);
  return `${two(at.hour)}:${two(at.minute)}`;
}
