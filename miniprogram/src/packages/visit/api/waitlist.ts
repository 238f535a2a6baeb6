import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ClientRequestOf } from '@suizhen/contract';
import { fromHere, replaceWith } from '@/app/navigate';
import { forgetCounts } from '@/shared/api/doctors';
import { adoptAppointment, keys, useMayReadRecords } from '@/shared/api/queries';
import { adoptEntry, isLive, type WaitlistEntry } from '@/shared/api/waitlist';
import { useSubmit } from '@/shared/hooks/use-submit';
import { ApiError } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';

export type Wish = ClientRequestOf<'joinWaitlist'>['body']['wish'];

/** While somebody looks at it, the rank or an offer is never older than this. */
export const lookAgainMs = 15_000;

export function useWaitlistEntry(entryId: string, isShown: boolean) {
  const enabled = useMayReadRecords() && entryId !== '';
  return useQuery({
    queryKey: keys.waitlistEntry(entryId),
    queryFn: () => call('getMyWaitlistEntry', { params: { entryId } }),
    enabled,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      isShown && (!state.data || isLive(state.data)) ? lookAgainMs : false,
  });
}

/** `isSaidInPlace` keeps what the page explains itself from being toasted as well. */
export function useJoin(isSaidInPlace: (problem: unknown) => boolean) {
  const client = useQueryClient();
  return useSubmit(
    async (body: { patientId: string; wish: Wish }, idempotencyKey) => {
      const onward = fromHere();
      const entry = await call('joinWaitlist', { body }, { idempotencyKey });
      adoptEntry(client, entry);
      onward(() => replaceWith('waiting', { id: entry.id }));
    },
    { onError: isSaidInPlace },
  );
}

export function useLeave(entryId: string) {
  const client = useQueryClient();
  return useSubmit(async (_: 'leave', idempotencyKey) => {
    const params = { entryId };
    adoptEntry(client, await call('leaveWaitlist', { params }, { idempotencyKey }));
    toast('已退出候补');
  });
}

/** An offer that ran out meanwhile is read again, so that the page shows what is true now. */
function useReadAgainWhenLate(entryId: string) {
  const client = useQueryClient();
  return (problem: unknown): void => {
    if (!(problem instanceof ApiError) || problem.code !== 'OFFER_EXPIRED') return;
    void client.invalidateQueries({ queryKey: keys.waitlistEntry(entryId) });
  };
}

export function useAccept(entry: WaitlistEntry) {
  const client = useQueryClient();
  const onError = useReadAgainWhenLate(entry.id);
  return useSubmit(
    async (body: { offerId: string; pay: 'online' | 'desk' }, idempotencyKey) => {
      const onward = fromHere();
      const params = { entryId: entry.id };
      const booked = await call('acceptWaitlistOffer', { params, body }, { idempotencyKey });
      adoptAppointment(client, booked);
      forgetCounts(client);
      void client.invalidateQueries({ queryKey: keys.waitlist });
      const next = { appointmentId: booked.id };
      onward(() => replaceWith(booked.hold ? 'pay' : 'result', next));
    },
    { onError },
  );
}

export function useDecline(entryId: string) {
  const client = useQueryClient();
  const onError = useReadAgainWhenLate(entryId);
  return useSubmit(
    async (body: { offerId: string }, idempotencyKey) => {
      const params = { entryId };
      const entry = await call('declineWaitlistOffer', { params, body }, { idempotencyKey });
      adoptEntry(client, entry);
      toast('已让给下一位，您继续候补');
    },
    { onError },
  );
}
