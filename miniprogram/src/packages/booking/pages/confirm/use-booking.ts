import { useQueryClient } from '@tanstack/react-query';
import { replaceWith } from '@/app/navigate';
import { adoptAppointment, type MyAppointment } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { ApiError } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';
import { forgetCounts } from '../../api/booking';

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
        if (problem instanceof ApiError && problem.code === 'SLOT_FULL') onFull(wish.slotId);
        throw problem;
      } finally {
        forgetCounts(client);
      }
    },
    { onError: (problem) => problem instanceof ApiError && isSaidInPlace(problem) },
  );

  const book = async (wish: Wish): Promise<void> => {
    const appointment = await submit.run(wish);
    if (!appointment) return;
    adoptAppointment(client, appointment);
    const params = { appointmentId: appointment.id };
    if (appointment.hold) replaceWith('pay', params);
    else replaceWith('result', params);
  };
  return { book, isBusy: submit.isBusy, error: submit.error };
}

const isSaidInPlace = ({ code }: ApiError): boolean =>
  code === 'SLOT_FULL' || code === 'ALREADY_BOOKED' || code === 'SLOT_NOT_OPEN';
