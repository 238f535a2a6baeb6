import { useQueryClient } from '@tanstack/react-query';
import { fromHere, replaceWith } from '@/app/navigate';
import { forgetCounts } from '@/shared/api/doctors';
import { openMove, useMoveRules, type Move } from '@/shared/api/moves';
import { adoptAppointment, keys, type MyAppointment } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';

/** What is to be paid until when: the fee of a held place, or the difference of a move. */
export type Due =
  | { kind: 'booking'; amountFen: number; expiresAt: string; holdId: string }
  | { kind: 'move'; amountFen: number; expiresAt: string; move: Move };

interface DueState {
  due: Due | null;
  /** False while it is not known yet whether a booked visit waits for the difference of a move. */
  isKnown: boolean;
  refetch: () => Promise<unknown>;
}

export function useDue(appointment: MyAppointment | undefined): DueState {
  const isBooked = appointment?.status === 'booked';
  const rules = useMoveRules(appointment?.id ?? '', isBooked);
  const refetch = () => (isBooked ? rules.refetch() : Promise.resolve());
  const isKnown = appointment !== undefined && (!isBooked || rules.data !== undefined);
  return { due: appointment ? dueOf(appointment, openMove(rules.data)) : null, isKnown, refetch };
}

function dueOf({ hold, feeFen }: MyAppointment, move: Move | null): Due | null {
  if (hold) {
    return { kind: 'booking', amountFen: feeFen, expiresAt: hold.expiresAt, holdId: hold.id };
  }
  if (!move?.expiresAt) return null;
  return { kind: 'move', amountFen: move.differenceFen, expiresAt: move.expiresAt, move };
}

/** Gives the place back. The money has not moved yet, so nothing has to return. */
export function useGiveUp(appointment: MyAppointment | undefined) {
  const client = useQueryClient();
  return useSubmit(async (due: Due, idempotencyKey) => {
    if (!appointment) return;
    const onward = fromHere();
    if (due.kind === 'booking') await call('releaseHold', { params: { holdId: due.holdId } });
    else {
      const params = { appointmentId: appointment.id };
      adoptAppointment(client, await call('abandonMyReschedule', { params }, { idempotencyKey }));
    }
    forgetCounts(client);
    await client.invalidateQueries({ queryKey: keys.appointments });
    toast(due.kind === 'booking' ? '已放弃，号源已经退回' : '已放弃改约，原来的号不变');
    const { doctorId: id, date } = appointment;
    onward(() =>
      due.kind === 'booking'
        ? replaceWith('doctor', { id, date })
        : replaceWith('appointment', { id: appointment.id }),
    );
  });
}
