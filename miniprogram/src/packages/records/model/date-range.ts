/** Which stretch of time is looked at. */
import { addDays, today } from '@/shared/clock/clock';

export const spans = ['all', 'quarter', 'year', 'own'] as const;
export type Span = (typeof spans)[number];

export const spanWords: Record<Span, string> = {
  all: '全部时间',
  quarter: '近三个月',
  year: '近一年',
  own: '自己选',
};

export interface DateRange {
  span: Span;
  from: string;
  to: string;
}

/** As the API wants it: only the ends that are set. */
export function datesOf({ span, from, to }: DateRange): { from?: string; to?: string } {
  if (span === 'all') return {};
  if (span === 'quarter') return { from: addDays(today(), -92) };
  if (span === 'year') return { from: addDays(today(), -366) };
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

export const rangeProblem = ({ span, from, to }: DateRange): string | undefined =>
  span === 'own' && from && to && from > to ? '开始日期在结束日期之后，请调整' : undefined;
