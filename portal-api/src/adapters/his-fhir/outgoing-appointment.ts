import type { Appointment, AppointmentParticipant } from '@medplum/fhirtypes';
import type { OutboundPayload } from '../../modules/integration/ports';
import { idOf, identifierOf } from './reading/values';
import { systems } from './systems';

type Ours = NonNullable<OutboundPayload['appointment']>;

const statuses: Record<string, Appointment['status']> = {
  pending: 'pending',
  booked: 'booked',
  arrived: 'arrived',
  fulfilled: 'fulfilled',
  cancelled: 'cancelled',
  noshow: 'noshow',
};

/** Theirs with our fields in it. The fee has no place in FHIR's Appointment: it is charged by the HIS. */
export function appointmentAsOurs<T extends Appointment>(
  theirs: T,
  ours: Ours,
  patientId: string,
): T {
  const numbers = (theirs.identifier ?? []).filter((one) => one.system !== systems.ourAppointment);
  return {
    ...theirs,
    identifier: [...numbers, { system: systems.ourAppointment, value: ours.appointmentNo }],
    status: statusOf(ours),
    start: ours.startsAt.toISOString(),
    end: ours.endsAt.toISOString(),
    serviceType: [
      {
        coding: [
          { system: systems.department, code: ours.departmentCode, display: ours.departmentName },
        ],
        text: ours.departmentName,
      },
    ],
    ...(ours.reason ? { reasonCode: [{ text: ours.reason }] } : {}),
    participant: participantsOf(ours, patientId),
  };
}

export function isAppointmentAsOurs(theirs: Appointment, ours: Ours, patientId: string): boolean {
  const isTheSameMoment = (text: string | undefined, at: Date): boolean =>
    new Date(text ?? '').getTime() === at.getTime();
  return (
    identifierOf(theirs.identifier, systems.ourAppointment) === ours.appointmentNo &&
    (theirs.status === statusOf(ours) || isPast(theirs, ours)) &&
    isTheSameMoment(theirs.start, ours.startsAt) &&
    isTheSameMoment(theirs.end, ours.endsAt) &&
    theirs.participant.some((one) => idOf(one.actor) === patientId) &&
    (ours.doctorCode === '' || theirs.participant.some((one) => isDoctor(one, ours)))
  );
}

/** The hospital may be further than we: a visit that has ended is not brought back by an old message. */
function isPast(theirs: Appointment, ours: Ours): boolean {
  const order = ['pending', 'booked', 'arrived', 'checked-in', 'fulfilled'];
  const own = order.indexOf(ours.status);
  return own >= 0 && order.indexOf(theirs.status) > own;
}

function statusOf(ours: Ours): Appointment['status'] {
  return statuses[ours.status] ?? 'booked';
}

function participantsOf(ours: Ours, patientId: string): AppointmentParticipant[] {
  const patient = { actor: { reference: `Patient/${patientId}` }, status: 'accepted' } as const;
  if (!ours.doctorCode && !ours.doctorName) return [patient];
  return [
    patient,
    {
      actor: {
        ...(ours.doctorCode
          ? { identifier: { system: systems.doctor, value: ours.doctorCode } }
          : {}),
        display: ours.doctorName,
      },
      status: 'accepted',
    },
  ];
}

function isDoctor({ actor }: AppointmentParticipant, ours: Ours): boolean {
  return actor?.identifier?.value === ours.doctorCode || idOf(actor) === ours.doctorCode;
}
