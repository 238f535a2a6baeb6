import type { ReportKind } from '@suizhen/contract/wire';
import type { ReportFilters } from '../../api/reports';
import { datesOf, type DateRange } from '../../model/date-range';

export interface Filters extends DateRange {
  departmentId: string;
  isUnread: boolean;
  isAbnormal: boolean;
}

export const noFilters: Filters = {
  span: 'all',
  from: '',
  to: '',
  departmentId: '',
  isUnread: false,
  isAbnormal: false,
};

/** How many of them narrow the list. */
export const countOf = (filters: Filters): number =>
  [filters.span !== 'all', filters.departmentId, filters.isUnread, filters.isAbnormal].filter(
    Boolean,
  ).length;

export type KindChoice = ReportKind | 'all';

/** What the API is asked: only what narrows. */
export function requestOf(filters: Filters, kind: KindChoice, words: string): ReportFilters {
  return {
    ...datesOf(filters),
    ...(kind === 'all' ? {} : { kind }),
    ...(filters.departmentId ? { departmentId: filters.departmentId } : {}),
    ...(filters.isUnread ? { isUnread: true } : {}),
    ...(filters.isAbnormal ? { isAbnormal: true } : {}),
    ...(words ? { words } : {}),
  };
}
