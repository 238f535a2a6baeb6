import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ClientRequestOf, ResponseOf } from '@suizhen/contract';
import { useMayReadRecords } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';
import { recordKeys } from './keys';

export type ReportFilters = Omit<ClientRequestOf<'searchMyReports'>['body'], 'cursor' | 'limit'>;
export type Trend = ResponseOf<'getMyTrend'>;
export type ReportShare = ResponseOf<'listMyReportShares'>['items'][number];
export type NewShare = ResponseOf<'shareMyReport'>;

export function useReports(patientId: string, filters: ReportFilters) {
  const enabled = useMayReadRecords() && patientId !== '';
  return useInfiniteQuery({
    queryKey: [...recordKeys.reports(patientId), filters],
    queryFn: ({ pageParam }) =>
      call('searchMyReports', {
        params: { patientId },
        body: { ...filters, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
    // While the next words are looked for, what was found before stays in sight.
    placeholderData: (before, query) => (query?.queryKey[2] === patientId ? before : undefined),
  });
}

/** Opening a report is what makes it read. */
export function useReport(reportId: string) {
  const enabled = useMayReadRecords() && reportId !== '';
  const client = useQueryClient();
  return useQuery({
    queryKey: recordKeys.report(reportId),
    queryFn: async () => {
      const report = await call('getMyReport', { params: { reportId } });
      void client.invalidateQueries({ queryKey: recordKeys.reports(report.patientId) });
      void client.invalidateQueries({ queryKey: ['records', 'unread'] });
      return report;
    },
    enabled,
  });
}

export function useTrend(patientId: string, code: string, years: number) {
  const enabled = useMayReadRecords() && patientId !== '' && code !== '';
  return useQuery({
    queryKey: [...recordKeys.trend(patientId, code), years],
    queryFn: () => call('getMyTrend', { params: { patientId, code }, query: { years } }),
    enabled,
    placeholderData: (before) => before,
  });
}

export function useShares(reportId: string) {
  const enabled = useMayReadRecords() && reportId !== '';
  return useQuery({
    queryKey: recordKeys.shares(reportId),
    queryFn: async () => (await call('listMyReportShares', { params: { reportId } })).items,
    enabled,
  });
}

export function useEndShare(reportId: string) {
  const client = useQueryClient();
  return useSubmit(async (shareId: string) => {
    await call('endReportShare', { params: { shareId } });
    await client.invalidateQueries({ queryKey: recordKeys.shares(reportId) });
    toast('链接已停用');
    return true;
  });
}
