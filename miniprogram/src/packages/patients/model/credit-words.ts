/** Credit said plainly, and without blame. */
import type { CreditAppealState, CreditEventKind } from '@suizhen/contract/wire';
import { formatDay } from '@/shared/format/dates';
import { shanghai } from '@/shared/clock/clock';
import type { CreditEvent } from '../api/credit';

export const eventWords: Record<CreditEventKind, string> = {
  'no-show': '约了没有到诊',
  'late-cancel': '临近就诊才取消',
  amnesty: '医院免除了一次',
  manual: '医院登记的记录',
};

export const appealWords: Record<CreditAppealState, string> = {
  open: '申诉处理中',
  upheld: '申诉通过，这条已撤销',
  rejected: '申诉没有通过',
};

/** 12月5日 周六, of an instant. */
export const dayOf = (instant: string): string =>
  formatDay(shanghai(instant).toISOString().slice(0, 10));

/** Whether a mark still counts. */
export function countWords({ kind, isCounted, countsUntil }: CreditEvent): string {
  if (kind === 'amnesty') return '';
  if (!isCounted) return '不再计入';
  return countsUntil ? `计到 ${dayOf(countsUntil)}` : '计入';
}
