import { useQuery } from '@tanstack/react-query';
import { useMayReadRecords, usePatients } from '@/shared/api/queries';
import { call } from '@/shared/request/client';

/** Below the key of all records, so that opening a report counts again. */
const unreadReportsKey = ['records', 'unread'] as const;

/** Reports that nobody of the account has opened yet, of all its 就诊人 together. */
export function useUnreadReports(): number {
  const isOpen = useMayReadRecords();
  const patients = usePatients();
  const ids = patients.data?.map(({ id }) => id) ?? [];
  const query = useQuery({
    queryKey: [...unreadReportsKey, ...ids],
    queryFn: async () => {
      const counts = await Promise.all(
        ids.map((patientId) =>
          call('searchMyReports', { params: { patientId }, body: { limit: 1 } }),
        ),
      );
      return counts.reduce((sum, { unread }) => sum + unread, 0);
    },
    enabled: isOpen && ids.length > 0,
    staleTime: 60_000,
  });
  return isOpen ? (query.data ?? 0) : 0;
}
