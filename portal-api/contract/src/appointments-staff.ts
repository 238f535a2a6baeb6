/** Appointments as staff see them. */
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
} from './wire/enums';
import {
  fen,
  hospitalConfirmation,
  id,
  instant,
  localDate,
  optionalText,
  pageOf,
  pageQuery,
} from './common';
import { bookErrors, Refund } from './appointments';
import { operation } from './operation';

const tag = 'appointments';

const appointmentParams = z.object({ appointmentId: id });

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
