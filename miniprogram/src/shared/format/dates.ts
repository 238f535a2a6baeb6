import { addDays, shanghai, today } from '@/shared/clock/clock';

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

const dayOf = (date: string): Date => new Date(`${date}T00:00:00Z`);

const weekday = (date: string): string => weekdays[dayOf(date).getUTCDay()] ?? '';

/** 11月28日 */
export function monthDay(date: string): string {
  const day = dayOf(date);
  return `${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
}

/** 11月28日 周六; with the year where it is not this one. */
export function formatDay(date: string): string {
  const year = date.slice(0, 4);
  const prefix = year === today().slice(0, 4) ? '' : `${Number(year)}年`;
  return `${prefix}${monthDay(date)} ${weekday(date)}`;
}

/** 2026年3月4日: where years lie beside each other. */
export const fullDay = (date: string): string => `${Number(date.slice(0, 4))}年${monthDay(date)}`;

/** 今天, 明天, or the weekday. */
export function nearDay(date: string): string {
  if (date === today()) return '今天';
  if (date === addDays(today(), 1)) return '明天';
  return weekday(date);
}

/** 9:05, 14:30: where no 上午 or 下午 stands before it */
export function clockTime(instant: string): string {
  const time = shanghai(instant);
  return `${time.getUTCHours()}:${String(time.getUTCMinutes()).padStart(2, '0')}`;
}

function periodOf(instant: string): '上午' | '下午' | '晚间' {
  const hour = shanghai(instant).getUTCHours();
  if (hour < 12) return '上午';
  return hour < 18 ? '下午' : '晚间';
}

/** 2:30 of 14:30: what stands after 下午, as the messages to the phone say it too. */
function twelveHourTime(instant: string): string {
  const [hour = '', minute = ''] = clockTime(instant).split(':');
  return `${Number(hour) > 12 ? Number(hour) - 12 : hour}:${minute}`;
}

/** 下午 2:30 */
export const spokenTime = (instant: string): string =>
  `${periodOf(instant)} ${twelveHourTime(instant)}`;

/** 上午 9:00–9:15 */
export const timeRange = (startsAt: string, endsAt: string): string =>
  `${spokenTime(startsAt)}–${twelveHourTime(endsAt)}`;

/** The day of a moment, in Asia/Shanghai. */
export const dateOf = (instant: string): string => shanghai(instant).toISOString().slice(0, 10);

/** 11月28日 周六 上午 9:00 */
export const formatMoment = (instant: string): string =>
  `${formatDay(dateOf(instant))} ${spokenTime(instant)}`;

/** For lists: 9:05 today, 昨天 9:05, else the day. */
export function shortMoment(instant: string): string {
  const date = dateOf(instant);
  if (date === today()) return clockTime(instant);
  if (date === addDays(today(), -1)) return `昨天 ${clockTime(instant)}`;
  return formatDay(date);
}

/** 14:59, or 1:04:59 above an hour. */
export function countdown(seconds: number): string {
  const rest = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(rest / 3600);
  const minutes = Math.floor((rest % 3600) / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(rest % 60)}`
    : `${two(minutes)}:${two(rest % 60)}`;
}
