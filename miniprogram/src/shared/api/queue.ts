/** Check-in and the place in the queue of one visit, as two packages read it. */
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { call } from '@/shared/request/client';
import { keys, useMayReadRecords } from './queries';

export type QueuePlace = ResponseOf<'getMyQueuePlace'>;

/** Asks with the version that is known; an unchanged queue brings anew only what is not part of it. */
async function readPlace(client: QueryClient, appointmentId: string): Promise<QueuePlace> {
  const known = client.getQueryData<QueuePlace>(keys.queuePlace(appointmentId));
  const query = known ? { version: known.version } : {};
  const read = await call('getMyQueuePlace', { params: { appointmentId }, query });
  if (!known || read.isChanged) return read;
  return { ...known, checkIn: read.checkIn, visitReason: read.visitReason };
}

interface QueuePlaceOptions {
  /** Read again after so long; never when false. */
  everyMs: number | false;
  isWanted?: boolean;
}

export function useQueuePlace(
  appointmentId: string,
  { everyMs, isWanted = true }: QueuePlaceOptions,
) {
  const client = useQueryClient();
  const enabled = useMayReadRecords() && isWanted && appointmentId !== '';
  return useQuery({
    queryKey: keys.queuePlace(appointmentId),
    queryFn: () => readPlace(client, appointmentId),
    enabled,
    staleTime: 0,
    refetchInterval: everyMs,
  });
}

/** 「前面还有 3 位」, said the same wherever it stands. */
export function aheadWords(ahead: number | null): string {
  if (ahead === null) return '';
  return ahead === 0 ? '下一位就是您' : `前面还有 ${ahead} 位`;
}
