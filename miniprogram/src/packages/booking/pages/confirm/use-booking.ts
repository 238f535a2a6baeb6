import { useQueryClient } from '@tanstack/react-query';
import { fromHere, replaceWith } from '@/app/navigate';
import { adoptAppointment, type MyAppointment } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { isRefusedInPlace } from '@/shared/patients/BookingRefusal';
import { ApiError } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';
import { forgetCounts } from '@/shared/api/doctors';

export type PayMode = 'online' | 'desk';

interface Wish {
  slotId: string;
  patientId: string;
  mode: PayMode;
  isFree: boolean;
}

interface BookingHandlers {
  onFull: (slotId: string) => void;
}

function take({ slotId, patientId, mode, isFree }: Wish, key: string): Promise<MyAppointment> {
  const body = { slotId, patientId };
  const operation = mode === 'desk' || isFree ? 'bookPlace' : 'holdPlace';
  return call(operation, { body }, { idempotencyKey: key });
}

/** Takes the place: held while paying online, booked at once otherwise. */
export function useBooking({ onFull }: BookingHandlers) {
  const client = useQueryClient();
  const submit = useSubmit(
    async (wish: Wish, key) => {
      try {
        return await take(wish, key);
      } catch (problem) {
        if (isFull(problem)) onFull(wish.slotId);
        throw problem;
      } finally {
        forgetCounts(client);
      }
    },
    { onError: (problem) => isFull(problem) || isRefusedInPlace(problem) },
  );

  const book = async (wish: Wish): Promise<void> => {
    const onward = fromHere();
    const appointment = await submit.run(wish);
    if (!appointment) return;
    adoptAppointment(client, appointment);
    const params = { appointmentId: appointment.id };
    onward(() => replaceWith(appointment.hold ? 'pay' : 'result', params));
  };
  return { book, isBusy: submit.isBusy, error: submit.error };
}

const isFull = (problem: unknown): boolean =>
  problem instanceof ApiError && problem.code === 'SLOT_FULL';
