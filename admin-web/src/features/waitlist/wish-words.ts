import type { Item } from '@/shared/api/client';
import { waitlistTargetWords } from '@/shared/format/clinic-day-labels';
import { clockOf, formatDay } from '@/shared/format/date';
import { periodWords } from '@/shared/format/labels';

type Wish = Pick<Item<'listWaitlistEntries'>, 'target' | 'from' | 'to' | 'period' | 'startsAt'>;

/** What somebody waits for, in words. */
export function wishWords(one: Wish) {
  const day =
    one.from === one.to ? formatDay(one.from) : `${formatDay(one.from)} 至 ${formatDay(one.to)}`;
  if (one.startsAt) return `${day} ${clockOf(one.startsAt)}`;
  return `${day}${one.period ? ` ${periodWords[one.period]}` : ''}，${waitlistTargetWords[one.target]}`;
}
