import { addDays, instantAt, localDateOf, weekdayOf } from '../../src/kernel/local-date';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * Where the hospital's clock stands when a journey begins, whenever the journey is run: an ordinary
 * working day, its places released at 07:00, its clinics about to begin.
 */
export const usualStart = 'Tue 07:40';

/** The next time that it is, say, `Fri 23:30` in Shanghai. */
export function nextTime(words: string, now: Date): Date {
  const [weekday = '', time = ''] = words.split(' ');
  const wanted = weekdays.indexOf(weekday) + 1;
  if (wanted === 0 || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw new Error(`${words} is no weekday and time such as ${usualStart}`);
  }
  const today = localDateOf(now);
  const ahead = (wanted - weekdayOf(today) + 7) % 7;
  const next = instantAt(addDays(today, ahead), time);
  return next >= now ? next : instantAt(addDays(today, ahead + 7), time);
}
