import { clockOf, formatDay, formatSpan } from '@/shared/format/date';

/** 11月28日 周六 上午 9:00–9:15 */
export function formatVisit(visit: { date?: string; startsAt: string; endsAt: string }): string {
  const date = visit.date ?? visit.startsAt.slice(0, 10);
  return `${formatDay(date)} ${formatSpan(clockOf(visit.startsAt), clockOf(visit.endsAt))}`;
}
