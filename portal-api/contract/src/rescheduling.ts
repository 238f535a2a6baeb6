/** Moving a booked visit: the old place is never lost before the new one is held. */
import { z } from 'zod';
import { deskPaymentMethods, rescheduleStates } from './wire';
import { MyAppointment } from './appointments';
import { AppointmentDetail } from './appointments-staff';
import { fen, id, instant, localDate, optionalText, text } from './common';
import { operation } from './operation';

const tag = 'appointments';

export const Reschedule = z
  .object({
    id,
    state: z.enum(rescheduleStates),
    fromSlotId: id,
    fromStartsAt: instant,
    toSlotId: id,
    toDate: localDate,
    toStartsAt: instant,
    toEndsAt: instant,
    toDoctorName: z.string(),
    toQueueNumber: z.int(),
    differenceFen: z
      .int()
      .meta({ description: 'New fee minus old; above 0 it is paid first, below 0 it is refunded' }),
    newFeeFen: fen,
    expiresAt: instant.nullable().meta({ description: 'Set while the difference is to be paid' }),
    createdAt: instant,
  })
  .meta({ id: 'Reschedule' });

const appointmentParams = z.object({ appointmentId: id });
const mine = { by: 'account', owns: 'appointment', consent: 'health-data' } as const;
const errors = [
  'SLOT_FULL',
  'SLOT_NOT_OPEN',
  'ALREADY_BOOKED',
  'INVALID_STATE',
  'RESCHEDULE_NOT_ALLOWED',
] as const;

export const reschedulingOperations = {
  rescheduleMyAppointment: operation('rescheduleMyAppointment', {
    summary:
      'Move to another slot in one step. With a difference to pay the new place is held and the old one kept until it is paid (createPayment for this appointment)',
    tag,
    access: mine,
    idempotent: true,
    errors: [...errors, 'PATIENT_SUSPENDED'],
    params: appointmentParams,
    body: z.object({ slotId: id }),
    response: z.object({ appointment: MyAppointment, reschedule: Reschedule }),
  }),
  getMyReschedule: operation('getMyReschedule', {
    summary: 'The latest move of an appointment and what the rules still allow',
    tag,
    access: mine,
    params: appointmentParams,
    response: z.object({
      latest: Reschedule.nullable(),
      isAllowed: z.boolean(),
      whyNot: z.string().meta({ description: 'A sentence for the patient; empty when allowed' }),
      movesLeft: z.int(),
      before: instant.meta({ description: 'After this instant only the desk can move it' }),
      within: z.enum(['doctor', 'department', 'branch']),
    }),
  }),
  abandonMyReschedule: operation('abandonMyReschedule', {
    summary: 'Give up a move that waits for its difference; the old place stays',
    tag,
    access: mine,
    idempotent: true,
    errors: ['INVALID_STATE'],
    params: appointmentParams,
    response: MyAppointment,
  }),
  rescheduleAppointment: operation('rescheduleAppointment', {
    summary: 'Move a visit at the desk; a difference is taken or returned with it',
    tag,
    access: { by: 'staff', permission: 'appointment.update' },
    idempotent: true,
    errors,
    params: appointmentParams,
    body: z.object({
      slotId: id,
      reason: text(200, 2),
      payment: z
        .enum(deskPaymentMethods)
        .nullable()
        .default(null)
        .meta({ description: 'How a difference above 0 is taken; null: stays to be paid' }),
    }),
    response: AppointmentDetail,
  }),
  bookFollowUpVisit: operation('bookFollowUpVisit', {
    summary: 'Book the next visit on the spot (复诊预约) for the patient of this appointment',
    tag,
    access: { by: 'staff', permission: 'appointment.create' },
    idempotent: true,
    errors: [...errors, 'PATIENT_LOCKED', 'PATIENT_SUSPENDED'],
    params: appointmentParams,
    body: z.object({ slotId: id, note: optionalText(200).default('') }),
    response: AppointmentDetail,
  }),
};
