/** Arriving: by position or the site's code on one's phone, at the desk, at a kiosk. */
import { z } from 'zod';
import {
  appointmentStatuses,
  checkInStates,
  doctorTitles,
  feeStates,
  queueEntryStates,
} from './wire';
import { AppointmentDetail } from './appointments-staff';
import { id, instant, listOf, optionalText } from './common';
import { operation } from './operation';

const tag = 'check-in';

/** What a patient sees of the visit on the day: whether to check in, and then how many go first. */
export const MyQueuePlace = z
  .object({
    appointmentId: id,
    version: z.int().meta({ description: 'Grows with every change of the queue' }),
    isChanged: z.boolean().meta({ description: 'False: as in the version asked with' }),
    visitReason: z
      .string()
      .meta({ description: 'What the patient wrote for the doctor; may be empty' }),
    checkIn: z.object({
      state: z.enum(checkInStates),
      opensAt: instant,
      lateAfter: instant,
      closesAt: instant,
      byPosition: z
        .object({ latitude: z.number(), longitude: z.number(), radiusMetres: z.int() })
        .nullable()
        .meta({ description: 'Where the branch is; null where position does not serve' }),
    }),
    entry: z
      .object({
        state: z.enum(queueEntryStates),
        number: z.int(),
        ahead: z.int().nullable().meta({ description: 'Set while waiting' }),
        calledNumber: z.int().nullable().meta({ description: 'Who is in the room or called now' }),
        room: z.string(),
        doctorName: z
          .string()
          .meta({ description: 'Who sees the patient: after a transfer not who was booked' }),
        transferredFrom: z
          .string()
          .nullable()
          .meta({ description: 'The doctor of the queue before, after a transfer' }),
        isLate: z.boolean(),
        waitMinutes: z
          .int()
          .nullable()
          .meta({ description: 'An estimate from the pace of today; null when unknown' }),
        calledAt: instant.nullable(),
        checkedInAt: instant,
      })
      .nullable()
      .meta({ description: 'Null until checked in' }),
  })
  .meta({ id: 'MyQueuePlace' });

const appointmentParams = z.object({ appointmentId: id });
const mine = { by: 'account', owns: 'appointment', consent: 'health-data' } as const;
const errors = [
  'CHECK_IN_NOT_OPEN',
  'CHECK_IN_TOO_FAR',
  'PAYMENT_REQUIRED_FIRST',
  'INVALID_STATE',
  'CLINIC_SUSPENDED',
  'CODE_INVALID',
] as const;

export const portalCheckInOperations = {
  getMyQueuePlace: operation('getMyQueuePlace', {
    summary: 'Check-in and place in the queue; asked every 5 s on the queue page',
    tag,
    access: mine,
    params: appointmentParams,
    query: z.object({ version: z.coerce.number().int().optional() }),
    response: MyQueuePlace,
  }),
  checkInMyAppointment: operation('checkInMyAppointment', {
    summary: 'Check in by phone; the position is compared and not kept',
    tag,
    access: mine,
    // Not idempotent by key: a repeat finds oneself checked in, and no trace of the position is kept.
    errors,
    params: appointmentParams,
    body: z.discriminatedUnion('method', [
      z.object({
        method: z.literal('position'),
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
        accuracyMetres: z.number().min(0).max(100_000),
      }),
      z.object({ method: z.literal('site-code'), code: z.string().trim().min(8).max(200) }),
    ]),
    response: MyQueuePlace,
  }),
  saveMyVisitReason: operation('saveMyVisitReason', {
    summary: 'Why one comes, for the doctor to read beforehand; empty takes it back',
    tag,
    access: mine,
    errors: ['INVALID_STATE'],
    params: appointmentParams,
    body: z.object({ reason: optionalText(200) }),
  }),
};

/** A visit of today as the desk and the kiosk see it before check-in. */
export const CheckInVisit = z
  .object({
    appointmentId: id,
    appointmentNo: z.string(),
    status: z.enum(appointmentStatuses),
    patientNameMasked: z.string(),
    departmentName: z.string(),
    doctorName: z.string(),
    doctorTitle: z.enum(doctorTitles),
    location: z.string(),
    startsAt: instant,
    endsAt: instant,
    queueNumber: z.int(),
    feeState: z.enum(feeStates),
    checkInState: z.enum(checkInStates),
  })
  .meta({ id: 'CheckInVisit' });

/** The slip that says one has arrived. */
export const QueueSlip = z
  .object({
    hospitalName: z.string(),
    branchName: z.string(),
    patientNameMasked: z.string(),
    departmentName: z.string(),
    doctorName: z.string(),
    location: z.string(),
    room: z.string(),
    queueNumber: z.int(),
    ahead: z.int(),
    isLate: z.boolean(),
    startsAt: instant,
    checkedInAt: instant,
  })
  .meta({ id: 'QueueSlip' });

export const staffCheckInOperations = {
  findCheckIn: operation('findCheckIn', {
    summary: 'The visit behind a check-in code that was scanned',
    tag,
    access: { by: 'staff', permission: 'appointment.display' },
    body: z.object({ code: z.string().trim().min(4).max(200) }),
    response: AppointmentDetail,
  }),
  checkInAppointment: operation('checkInAppointment', {
    summary: 'Check in at the desk, also when late',
    tag,
    access: { by: 'staff', permission: 'queue.create' },
    idempotent: true,
    errors,
    params: appointmentParams,
    response: QueueSlip,
  }),
};

const kiosk = { by: 'device', kind: 'kiosk' } as const;

export const kioskOperations = {
  findKioskVisits: operation('findKioskVisits', {
    summary:
      'Today’s visits by QR code, or by card or identity number with the last four digits of the phone. Nobody and nothing today answer the same',
    tag,
    access: kiosk,
    limit: 'identity',
    body: z.discriminatedUnion('by', [
      z.object({ by: z.literal('code'), code: z.string().trim().min(4).max(200) }),
      z.object({
        by: z.literal('card'),
        cardNumber: z.string().trim().min(1).max(40),
        phoneTail: z.string().regex(/^\d{4}$/, '请输入手机号后 4 位'),
      }),
      z.object({
        by: z.literal('identity'),
        identityNumber: z.string().trim().min(5).max(30),
        phoneTail: z.string().regex(/^\d{4}$/, '请输入手机号后 4 位'),
      }),
    ]),
    response: listOf(CheckInVisit.extend({ ticket: z.string() }).meta({ id: 'KioskVisit' })),
  }),
  checkInAtKiosk: operation('checkInAtKiosk', {
    summary: 'Check in with the ticket of the search before; answers with the slip to print',
    tag,
    access: kiosk,
    idempotent: true,
    errors,
    body: z.object({ ticket: z.string().min(10).max(400) }),
    response: QueueSlip,
  }),
  getSiteCode: operation('getSiteCode', {
    summary: 'What the QR code on the kiosk or board says now; phones scan it to check in',
    tag,
    access: { by: 'device' },
    response: z.object({ code: z.string(), validUntil: instant }),
  }),
};
