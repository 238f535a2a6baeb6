import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { forgetCounts } from '@/shared/api/doctors';
import { adoptAppointment, keys, useMayReadRecords } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';

export type SuspensionCase = ResponseOf<'getMySuspensionCase'>;
export type Alternative = SuspensionCase['alternatives'][number];

const keyOf = (appointmentId: string) =>
  [...keys.appointments, 'suspension', appointmentId] as const;

export function useSuspensionCase(appointmentId: string) {
  const enabled = useMayReadRecords() && appointmentId !== '';
  return useQuery({
    queryKey: keyOf(appointmentId),
    queryFn: () => call('getMySuspensionCase', { params: { appointmentId } }),
    enabled,
    staleTime: 0,
  });
}

export type Answer = { choice: 'reschedule'; slotId: string } | { choice: 'cancel' };

/** Whatever came of it, the case is read again: it then says what is true. */
export function useAnswer(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(async (body: Answer, idempotencyKey) => {
    const params = { appointmentId };
    try {
      adoptAppointment(
        client,
        await call('answerMySuspensionCase', { params, body }, { idempotencyKey }),
      );
    } finally {
      forgetCounts(client);
      await client.invalidateQueries({ queryKey: keyOf(appointmentId) });
    }
  });
}
