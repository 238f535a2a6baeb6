import type { Item } from '@/shared/api/client';
import { appointmentTones, appointmentWords } from '@/shared/format/labels';
import { ToneTag } from '@/shared/ui/tone-tag';

type Appointment = Pick<Item<'listAppointments'>, 'status' | 'hospitalConfirmation'>;

/** Where an appointment stands; one that the hospital has to confirm is not booked yet. */
export function StatusTag({
  appointment: { status, hospitalConfirmation },
}: {
  appointment: Appointment;
}) {
  if (hospitalConfirmation === 'awaited') return <ToneTag tone="warn">等待医院确认</ToneTag>;
  return <ToneTag tone={appointmentTones[status]}>{appointmentWords[status]}</ToneTag>;
}
