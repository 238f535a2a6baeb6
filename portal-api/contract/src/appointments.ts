/** Places and appointments, as patients see them. */
import { z } from 'zod';
import {
  appointmentStatuses,
  cancelActors,
  cancelReasons,
  dayPeriods,
  doctorTitles,
  feeStates,
  refundStates,
} from './wire/enums';
import {
  fen,
  hospitalConfirmation,
  id,
  instant,
  listOf,
  localDate,
  optionalText,
  pageOf,
  pageQuery,
} from './common';
import { operation } from './operation';

const tag = 'appointments';

export const Slot = z
  .object({
    id,
    doctorId: id,
    doctorName: z.string(),
    doctorTitle: z.enum(doctorTitles),
    departmentId: id,
    departmentName: z.string(),
    branchId: id,
    date: localDate,
    period: z.enum(dayPeriods),
    startsAt: instant,
    endsAt: instant,
    remaining: z.int().meta({ description: 'Places open to this channel now' }),
    feeFen: fen,
    isOpen: z.boolean(),
    isOnline: z.boolean().meta({
      description:
        'False: the hospital owns the numbers and knows none of this clinic; it cannot be booked online',
    }),
    opensAt: instant.nullable().meta({ description: 'Set while the places are not released yet' }),
  })
  .meta({ id: 'Slot' });

export const Refund = z
  .object({
    refundNo: z.string(),
    amountFen: fen,
    state: z.enum(refundStates),
    requestedAt: instant,
    succeededAt: instant.nullable(),
  })
  .meta({ id: 'Refund' });

/** The one resource a patient follows from the held place to the visit. */
export const MyAppointment = z
  .object({
    id,
    appointmentNo: z.string().meta({ description: 'What people read out' }),
    status: z.enum(appointmentStatuses),
    patientId: id,
    patientName: z.string(),
    doctorId: id,
    doctorName: z.string(),
    doctorTitle: z.enum(doctorTitles),
    departmentId: id,
    departmentName: z.string(),
    branchId: id,
    branchName: z.string(),
    branchAddress: z.string(),
    location: z.string().meta({ description: 'Where in the house: floor, room' }),
    slotId: id,
    date: localDate,
    period: z.enum(dayPeriods),
    startsAt: instant,
    endsAt: instant,
    queueNumber: z.int().meta({ description: 'The number of the place (号)' }),
    feeFen: fen,
    feeState: z.enum(feeStates),
    paymentId: id.nullable(),
    hold: z
      .object({ id, expiresAt: instant })
      .nullable()
      .meta({ description: 'Set while the place is held and not yet confirmed' }),
    mayPayAtDesk: z.boolean(),
    mayCancel: z.boolean(),
    cancelBefore: instant.meta({ description: 'After this instant only the desk can cancel' }),
    cancelledAt: instant.nullable(),
    cancelledBy: z.enum(cancelActors).nullable(),
    cancelReason: z.enum(cancelReasons).nullable(),
    refund: Refund.nullable(),
    checkInCode: z.string().nullable().meta({ description: 'For the QR code; null unless booked' }),
    whatToBring: z.string(),
    mayReschedule: z.boolean(),
    mayCheckIn: z.boolean().meta({ description: 'Booked or arrived, and the visit is today' }),
    isSuspended: z
      .boolean()
      .meta({ description: 'The clinic does not take place and the patient has not answered yet' }),
    hospitalConfirmation,
    createdAt: instant,
  })
  .meta({ id: 'MyAppointment' });

const myAppointment = { by: 'account', owns: 'appointment', consent: 'health-data' } as const;
const appointmentParams = z.object({ appointmentId: id });
export const bookErrors = [
  'SLOT_FULL',
  'SLOT_NOT_OPEN',
  'ALREADY_BOOKED',
  'PATIENT_LOCKED',
  'PATIENT_SUSPENDED',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
] as const;

export const portalAppointmentOperations = {
  listDoctorSlots: operation('listDoctorSlots', {
    summary: 'Slots of a doctor on one day with remaining counts',
    tag,
    access: { by: 'anyone' },
    params: z.object({ doctorId: id }),
    query: z.object({ date: localDate }),
    response: listOf(Slot),
  }),
  listAlternativeSlots: operation('listAlternativeSlots', {
    summary: 'At most three free slots of the same department within three days, nearest first',
    tag,
    access: { by: 'anyone' },
    params: z.object({ slotId: id }),
    response: listOf(Slot),
  }),
  holdPlace: operation('holdPlace', {
    summary: 'Hold a place while paying; it returns by itself when the hold runs out',
    tag,
    access: { by: 'account', owns: 'patient', consent: 'health-data' },
    idempotent: true,
    errors: bookErrors,
    body: z.object({ slotId: id, patientId: id }),
    response: MyAppointment,
  }),
  releaseHold: operation('releaseHold', {
    summary: 'Give a held place back',
    tag,
    access: { by: 'account', owns: 'hold', consent: 'health-data' },
    errors: ['INVALID_STATE'],
    params: z.object({ holdId: id }),
  }),
  bookPlace: operation('bookPlace', {
    summary: 'Take a place and book it in one step, to be paid at the desk (or free of charge)',
    tag,
    access: { by: 'account', owns: 'patient', consent: 'health-data' },
    idempotent: true,
    errors: [...bookErrors, 'PAYMENT_MODE_NOT_ALLOWED'],
    body: z.object({ slotId: id, patientId: id }),
    response: MyAppointment,
  }),
  chooseDeskPayment: operation('chooseDeskPayment', {
    summary: 'Confirm a held place, to be paid at the desk',
    tag,
    access: myAppointment,
    idempotent: true,
    errors: [
      'PAYMENT_MODE_NOT_ALLOWED',
      'HOLD_EXPIRED',
      'INVALID_STATE',
      'SLOT_FULL',
      'PROVIDER_UNAVAILABLE',
    ],
    params: appointmentParams,
    response: MyAppointment,
  }),
  listMyAppointments: operation('listMyAppointments', {
    summary: 'Appointments of all patients of this account',
    tag,
    access: { by: 'account', consent: 'health-data' },
    query: z.object({
      ...pageQuery,
      patientId: id.optional(),
      when: z
        .enum(['upcoming', 'past'])
        .default('upcoming')
        .meta({ description: 'upcoming: live and not over, soonest first; past: the rest' }),
    }),
    response: pageOf(MyAppointment),
  }),
  getMyAppointment: operation('getMyAppointment', {
    summary: 'One appointment',
    tag,
    access: myAppointment,
    params: appointmentParams,
    response: MyAppointment,
  }),
  cancelMyAppointment: operation('cancelMyAppointment', {
    summary: 'Cancel before the cut-off; what was paid online is refunded by itself',
    tag,
    access: myAppointment,
    idempotent: true,
    errors: ['CANCEL_CUTOFF_PASSED', 'INVALID_STATE'],
    params: appointmentParams,
    body: z.object({
      reason: z.enum(cancelReasons).exclude(['clinic-suspended', 'number-refused']),
      note: optionalText(200).default(''),
    }),
    response: MyAppointment,
  }),
};
