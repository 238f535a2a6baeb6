/** What the patients of this account wait for (候补). */
import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { call } from '@/shared/request/client';
import { keys, useMayReadRecords } from './queries';

export type WaitlistEntry = ResponseOf<'getMyWaitlistEntry'>;

/** Live ones first; read again by itself where an open offer may appear. */
export function useWaitlist(everyMs: number | false = false) {
  const enabled = useMayReadRecords();
  return useInfiniteQuery({
    queryKey: [...keys.waitlist, 'list'],
    queryFn: ({ pageParam }) =>
      call('listMyWaitlistEntries', {
        query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
    refetchInterval: everyMs,
  });
}

/** After a change: the one entry is known, the list is read again. */
export function adoptEntry(client: QueryClient, entry: WaitlistEntry): void {
  client.setQueryData(keys.waitlistEntry(entry.id), entry);
  void client.invalidateQueries({ queryKey: [...keys.waitlist, 'list'] });
  void client.invalidateQueries({ queryKey: keys.messages });
}

export const isLive = ({ state }: WaitlistEntry): boolean =>
  state === 'waiting' || state === 'offered';
