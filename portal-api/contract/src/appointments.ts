/** Places and appointments, as patients and as staff see them. */
import { z } from 'zod';
import {
  appointmentStatuses,
  cancelActors,
  cancelReasons,
  channels,
  dayPeriods,
  deskPaymentMethods,
  doctorTitles,
  feeStates,
  genders,
  paymentMethods,
  refundStates,
} from './wire/enums';
import { hospitalConfirmations } from './wire/integration-enums';
import { fen, id, instant, listOf, localDate, optionalText, pageOf, pageQuery } from './common';
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

const hospitalConfirmation = z.enum(hospitalConfirmations).nullable().meta({
  description:
    'Where the hospital owns the number: whether it has confirmed what was booked; null where it is ours',
});

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
const bookErrors = [
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

/** A row of the staff's lists. */
export const AppointmentRow = z
  .object({
    id,
    appointmentNo: z.string(),
    status: z.enum(appointmentStatuses),
    channel: z.enum(channels),
    patientId: id,
    patientNameMasked: z.string(),
    patientName: z.string().meta({ description: 'In clear where the policy allows, else masked' }),
    patientGender: z.enum(genders),
    patientAge: z.int(),
    phoneMasked: z.string(),
    doctorId: id,
    doctorName: z.string(),
    departmentId: id,
    departmentName: z.string(),
    branchId: id,
    date: localDate,
    period: z.enum(dayPeriods),
    startsAt: instant,
    endsAt: instant,
    queueNumber: z.int(),
    feeFen: fen,
    feeState: z.enum(feeStates),
    hospitalConfirmation,
    createdAt: instant,
  })
  .meta({ id: 'AppointmentRow' });

export const AppointmentDetail = AppointmentRow.extend({
  slotId: id,
  room: z.string(),
  branchName: z.string(),
  cancelReason: z.enum(cancelReasons).nullable(),
  cancelledBy: z.enum(cancelActors).nullable(),
  cancelledAt: instant.nullable(),
  payment: z
    .object({
      id,
      paymentNo: z.string(),
      method: z.enum(paymentMethods),
      amountFen: fen,
      paidAt: instant.nullable(),
    })
    .nullable(),
  refund: Refund.nullable(),
  holdExpiresAt: instant.nullable(),
  mayCancel: z.boolean(),
  mayTakePayment: z.boolean(),
  history: z.array(z.object({ at: instant, what: z.string(), who: z.string() })),
}).meta({ id: 'AppointmentDetail' });

export const AppointmentSlip = z
  .object({
    hospitalName: z.string(),
    branchName: z.string(),
    branchAddress: z.string(),
    appointmentNo: z.string(),
    queueNumber: z.int(),
    patientName: z.string(),
    patientGender: z.enum(genders),
    patientAge: z.int(),
    cardNumber: z.string(),
    departmentName: z.string(),
    doctorName: z.string(),
    doctorTitle: z.enum(doctorTitles),
    location: z.string(),
    startsAt: instant,
    endsAt: instant,
    feeFen: fen,
    feeState: z.enum(feeStates),
    paymentMethod: z.enum(paymentMethods).nullable(),
    checkInCode: z.string().nullable(),
    printedAt: instant,
    printedBy: z.string(),
  })
  .meta({ id: 'AppointmentSlip' });

export const DaySummary = z
  .object({
    date: localDate,
    departments: z.array(
      z.object({
        departmentId: id,
        departmentName: z.string(),
        branchId: id,
        places: z.int(),
        booked: z.int(),
        arrived: z.int(),
        fulfilled: z.int(),
        cancelled: z.int(),
        noshow: z.int(),
        pending: z.int(),
      }),
    ),
  })
  .meta({ id: 'DaySummary' });

const display = { by: 'staff', permission: 'appointment.display' } as const;

export const staffAppointmentOperations = {
  listAppointments: operation('listAppointments', {
    summary: 'Appointments of a span of days (at most 92), by time',
    tag,
    access: display,
    query: z
      .object({
        ...pageQuery,
        from: localDate,
        to: localDate,
        branchId: id.optional(),
        departmentId: id.optional(),
        doctorId: id.optional(),
        status: z.enum(appointmentStatuses).optional(),
        channel: z.enum(channels).optional(),
        feeState: z.enum(feeStates).optional(),
      })
      .refine((q) => q.from <= q.to, { error: '结束日期应不早于开始日期', path: ['to'] })
      .refine((q) => Date.parse(q.to) - Date.parse(q.from) <= 92 * 86_400_000, {
        error: '一次最多查看 92 天',
        path: ['to'],
      }),
    response: pageOf(AppointmentRow),
  }),
  getDaySummary: operation('getDaySummary', {
    summary: 'Counts of a day by department',
    tag,
    access: display,
    query: z.object({ date: localDate, branchId: id.optional() }),
    response: DaySummary,
  }),
  bookForPatient: operation('bookForPatient', {
    summary: 'Book at the desk or by phone; the fee is taken with it or stays to be paid',
    tag,
    access: { by: 'staff', permission: 'appointment.create' },
    idempotent: true,
    errors: [...bookErrors, 'DAY_ALREADY_CLOSED'],
    body: z.object({
      slotId: id,
      patientId: id,
      channel: z.enum(['desk', 'phone']),
      payment: z
        .enum(deskPaymentMethods)
        .nullable()
        .default(null)
        .meta({ description: 'Taken now; null: to be paid at the desk on the day' }),
    }),
    response: AppointmentDetail,
  }),
  getAppointment: operation('getAppointment', {
    summary: 'One appointment with its history',
    tag,
    access: display,
    params: appointmentParams,
    response: AppointmentDetail,
  }),
  cancelAppointment: operation('cancelAppointment', {
    summary: 'Cancel for the patient or the house; money paid is returned',
    tag,
    access: { by: 'staff', permission: 'appointment.update' },
    idempotent: true,
    errors: ['INVALID_STATE', 'DAY_ALREADY_CLOSED'],
    params: appointmentParams,
    body: z.object({
      reason: z.enum(cancelReasons).exclude(['number-refused']),
      note: optionalText(200).default(''),
    }),
    response: AppointmentDetail,
  }),
  takeDeskPayment: operation('takeDeskPayment', {
    summary: 'Take the fee at the desk',
    tag,
    access: { by: 'staff', permission: 'payment.create' },
    idempotent: true,
    errors: ['INVALID_STATE', 'HOLD_EXPIRED', 'DAY_ALREADY_CLOSED'],
    params: appointmentParams,
    body: z.object({ method: z.enum(deskPaymentMethods) }),
    response: AppointmentDetail,
  }),
  getAppointmentSlip: operation('getAppointmentSlip', {
    summary: 'What goes on the printed slip (80 mm); the print is recorded',
    tag,
    access: { by: 'staff', permission: 'appointment.print' },
    params: appointmentParams,
    response: AppointmentSlip,
  }),
};
