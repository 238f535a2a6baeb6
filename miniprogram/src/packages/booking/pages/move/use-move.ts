import { useQueryClient } from '@tanstack/react-query';
import { fromHere, replaceWith } from '@/app/navigate';
import { forgetCounts } from '@/shared/api/doctors';
import { adoptAppointment, keys } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { isRefusedInPlace } from '@/shared/patients/BookingRefusal';
import { ApiError } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';

/** What the move page itself explains, with a way on. */
export const isGone = (problem: unknown): boolean =>
  problem instanceof ApiError && (problem.code === 'SLOT_FULL' || problem.code === 'SLOT_NOT_OPEN');

/** Moves in one step; with a difference to pay the old place stays until it is paid. */
export function useMove(appointmentId: string) {
  const client = useQueryClient();
  return useSubmit(
    async (body: { slotId: string }, idempotencyKey) => {
      const onward = fromHere();
      const params = { appointmentId };
      try {
        const moved = await call('rescheduleMyAppointment', { params, body }, { idempotencyKey });
        adoptAppointment(client, moved.appointment);
        await client.invalidateQueries({ queryKey: keys.move(appointmentId) });
        const isUnpaid = moved.reschedule.state === 'awaiting-payment';
        onward(() => replaceWith(isUnpaid ? 'pay' : 'moved', params));
      } finally {
        forgetCounts(client);
      }
    },
    { onError: (problem) => isGone(problem) || isRefusedInPlace(problem) },
  );
}
