/** 候补: a freed place goes to whoever has waited longest, as an offer with a deadline. */
import { z } from 'zod';
import {
  channels,
  dayPeriods,
  deskPaymentMethods,
  doctorTitles,
  waitlistOfferStates,
  waitlistStates,
  waitlistSteps,
  waitlistTargets,
} from './wire';
import { MyAppointment } from './appointments';
import { AppointmentDetail } from './appointments-staff';
import { fen, id, instant, localDate, pageOf, pageQuery, text } from './common';
import { operation } from './operation';

const tag = 'waitlist';

/** What is waited for. `doctor`: any day of the doctor inside the booking window, or inside the days given. */
export const WaitlistWish = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('slot'), slotId: id }),
    z.object({
      kind: z.literal('half-day'),
      doctorId: id,
      date: localDate,
      period: z.enum(dayPeriods),
    }),
    z.object({
      kind: z.literal('doctor'),
      doctorId: id,
      from: localDate.nullable().default(null),
      to: localDate.nullable().default(null),
    }),
  ])
  .meta({ id: 'WaitlistWish' });

export const WaitlistOffer = z
  .object({
    id,
    state: z.enum(waitlistOfferStates),
    slotId: id,
    date: localDate,
    startsAt: instant,
    endsAt: instant,
    queueNumber: z.int(),
    feeFen: fen,
    offeredAt: instant,
    expiresAt: instant.meta({ description: 'Take it (and then pay) or pass on until then' }),
  })
  .meta({ id: 'WaitlistOffer' });

/** One receipt: every step of an entry leaves one and none is ever changed. */
export const WaitlistReceipt = z
  .object({ at: instant, step: z.enum(waitlistSteps), detail: z.string() })
  .meta({ id: 'WaitlistReceipt' });

export const MyWaitlistEntry = z
  .object({
    id,
    state: z.enum(waitlistStates),
    target: z.enum(waitlistTargets),
    patientId: id,
    patientName: z.string(),
    doctorId: id,
    doctorName: z.string(),
    doctorTitle: z.enum(doctorTitles),
    departmentName: z.string(),
    branchName: z.string(),
    from: localDate.meta({ description: 'First day that would do' }),
    to: localDate,
    period: z.enum(dayPeriods).nullable(),
    startsAt: instant.nullable().meta({ description: 'Of the slot, where one is waited for' }),
    joinedAt: instant,
    ahead: z.int().nullable().meta({ description: 'How many go first; null once over' }),
    endsAt: instant.meta({ description: 'The cut-off: nothing is offered after it' }),
    offer: WaitlistOffer.nullable().meta({ description: 'The open offer' }),
    appointmentId: id.nullable().meta({ description: 'Set once an offer was taken' }),
    mayPayAtDesk: z.boolean(),
    receipts: z.array(WaitlistReceipt),
  })
  .meta({ id: 'MyWaitlistEntry' });

const entryParams = z.object({ entryId: id });
const myEntry = { by: 'account', owns: 'waitlist-entry', consent: 'health-data' } as const;
const joinErrors = [
  'ALREADY_WAITING',
  'NOTHING_TO_WAIT_FOR',
  'WAITLIST_CLOSED',
  'ALREADY_BOOKED',
  'PATIENT_LOCKED',
  'PATIENT_SUSPENDED',
] as const;
const takeErrors = [
  'OFFER_EXPIRED',
  'ALREADY_BOOKED',
  'PAYMENT_MODE_NOT_ALLOWED',
  'PATIENT_LOCKED',
  'PATIENT_SUSPENDED',
] as const;

export const portalWaitlistOperations = {
  joinWaitlist: operation('joinWaitlist', {
    summary: 'Wait for a place where everything is taken; NOTHING_TO_WAIT_FOR while one is free',
    tag,
    access: { by: 'account', owns: 'patient', consent: 'health-data' },
    idempotent: true,
    errors: joinErrors,
    body: z.object({ patientId: id, wish: WaitlistWish }),
    response: MyWaitlistEntry,
  }),
  listMyWaitlistEntries: operation('listMyWaitlistEntries', {
    summary: 'What the patients of this account wait for (live first), and lately waited for',
    tag,
    access: { by: 'account', consent: 'health-data' },
    query: z.object({ ...pageQuery }),
    response: pageOf(MyWaitlistEntry),
  }),
  getMyWaitlistEntry: operation('getMyWaitlistEntry', {
    summary: 'One entry with its rank, its open offer and its receipts',
    tag,
    access: myEntry,
    params: entryParams,
    response: MyWaitlistEntry,
  }),
  leaveWaitlist: operation('leaveWaitlist', {
    summary: 'Stop waiting; an open offer goes to the next',
    tag,
    access: myEntry,
    idempotent: true,
    errors: ['INVALID_STATE'],
    params: entryParams,
    response: MyWaitlistEntry,
  }),
  acceptWaitlistOffer: operation('acceptWaitlistOffer', {
    summary: 'Take the offered place: held while paying, or booked to be paid at the desk',
    tag,
    access: myEntry,
    idempotent: true,
    errors: takeErrors,
    params: entryParams,
    body: z.object({ offerId: id, pay: z.enum(['online', 'desk']) }),
    response: MyAppointment,
  }),
  declineWaitlistOffer: operation('declineWaitlistOffer', {
    summary: 'Pass the offer on to the next and keep waiting',
    tag,
    access: myEntry,
    idempotent: true,
    errors: ['OFFER_EXPIRED'],
    params: entryParams,
    body: z.object({ offerId: id }),
    response: MyWaitlistEntry,
  }),
};

export const WaitlistRow = z
  .object({
    id,
    state: z.enum(waitlistStates),
    target: z.enum(waitlistTargets),
    patientId: id,
    patientName: z.string().meta({ description: 'In clear where the policy allows, else masked' }),
    phoneMasked: z.string(),
    doctorId: id,
    doctorName: z.string(),
    departmentId: id,
    departmentName: z.string(),
    branchId: id,
    from: localDate,
    to: localDate,
    period: z.enum(dayPeriods).nullable(),
    startsAt: instant.nullable(),
    channel: z.enum(channels),
    joinedAt: instant,
    ahead: z.int().nullable(),
    offer: WaitlistOffer.nullable(),
    appointmentId: id.nullable(),
  })
  .meta({ id: 'WaitlistRow' });

export const WaitlistDetail = WaitlistRow.extend({
  offers: z.array(WaitlistOffer),
  receipts: z.array(WaitlistReceipt),
}).meta({ id: 'WaitlistDetail' });

const display = { by: 'staff', permission: 'appointment.display' } as const;

export const staffWaitlistOperations = {
  listWaitlistEntries: operation('listWaitlistEntries', {
    summary: 'Who waits for what, longest first',
    tag,
    access: display,
    query: z.object({
      ...pageQuery,
      state: z.enum(waitlistStates).optional(),
      branchId: id.optional(),
      departmentId: id.optional(),
      doctorId: id.optional(),
    }),
    response: pageOf(WaitlistRow),
  }),
  getWaitlistEntry: operation('getWaitlistEntry', {
    summary: 'One entry with all its offers and receipts',
    tag,
    access: display,
    params: entryParams,
    response: WaitlistDetail,
  }),
  joinWaitlistForPatient: operation('joinWaitlistForPatient', {
    summary: 'Put a patient on the waitlist at the desk or by phone',
    tag,
    access: { by: 'staff', permission: 'appointment.create' },
    idempotent: true,
    errors: joinErrors,
    body: z.object({ patientId: id, channel: z.enum(['desk', 'phone']), wish: WaitlistWish }),
    response: WaitlistDetail,
  }),
  acceptWaitlistOfferForPatient: operation('acceptWaitlistOfferForPatient', {
    summary: 'Take the offered place for a patient who says so at the desk or by phone',
    tag,
    access: { by: 'staff', permission: 'appointment.create' },
    idempotent: true,
    errors: takeErrors,
    params: entryParams,
    body: z.object({ offerId: id, payment: z.enum(deskPaymentMethods).nullable().default(null) }),
    response: AppointmentDetail,
  }),
  removeWaitlistEntry: operation('removeWaitlistEntry', {
    summary: 'Take a patient off the waitlist, with the reason',
    tag,
    access: { by: 'staff', permission: 'appointment.update' },
    errors: ['INVALID_STATE'],
    params: entryParams,
    body: z.object({ reason: text(200, 2) }),
    response: WaitlistDetail,
  }),
};
