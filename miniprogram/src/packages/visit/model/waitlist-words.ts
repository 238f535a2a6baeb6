/** How an entry of the waitlist is said to patients. */
import type { DayPeriod, WaitlistState, WaitlistStep } from '@suizhen/contract/wire';
import type { WaitlistEntry } from '@/shared/api/waitlist';
import { formatDay, formatMoment, monthDay } from '@/shared/format/dates';
import type { TagTone } from '@/shared/ui/Tag/Tag';

export const periodWords: Record<DayPeriod, string> = {
  morning: '上午',
  afternoon: '下午',
  evening: '晚间',
};

/** What is waited for, in one line. */
export function wishWords(entry: WaitlistEntry): string {
  if (entry.target === 'slot' && entry.startsAt) return formatMoment(entry.startsAt);
  if (entry.target === 'half-day' && entry.period) {
    return `${formatDay(entry.from)} ${periodWords[entry.period]}任意时段`;
  }
  if (entry.from === entry.to) return `${formatDay(entry.from)}任意时段`;
  return `${monthDay(entry.from)}至${monthDay(entry.to)}任意一天`;
}

export const stateTags: Record<WaitlistState, { words: string; tone: TagTone }> = {
  waiting: { words: '候补中', tone: 'info' },
  offered: { words: '轮到您了', tone: 'warn' },
  fulfilled: { words: '已接受', tone: 'primary' },
  withdrawn: { words: '已退出', tone: 'quiet' },
  ended: { words: '已结束', tone: 'quiet' },
};

export const stepWords: Record<WaitlistStep, string> = {
  joined: '登记候补',
  offered: '有号轮到您',
  accepted: '您接受了这个号',
  declined: '您让给了下一位',
  expired: '没有及时确认，让给了下一位',
  'offer-withdrawn': '这个号已收回',
  withdrawn: '退出候补',
  ended: '候补结束',
};

/** 「前面还有 2 位」; who is first is told so. */
export const rankWords = (ahead: number | null): string =>
  ahead ? `前面还有 ${ahead} 位` : '您排在第一位';
