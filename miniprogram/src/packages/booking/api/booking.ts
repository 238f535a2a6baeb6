import { useQuery } from '@tanstack/react-query';
import { call } from '@/shared/request/client';
import type { Slot } from '@/shared/api/doctors';

/** One slot of a doctor's day, read afresh before a place is taken. */
export const slotOf = (slots: readonly Slot[] | undefined, slotId: string): Slot | undefined =>
  slots?.find((slot) => slot.id === slotId);

export const useAlternatives = (slotId: string, isWanted: boolean) =>
  useQuery({
    queryKey: ['alternatives', slotId],
    queryFn: async () => (await call('listAlternativeSlots', { params: { slotId } })).items,
    enabled: isWanted && slotId !== '',
    staleTime: 0,
    gcTime: 0,
  });
