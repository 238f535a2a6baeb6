/** 信用: missed visits count for the patient (not for the account), end by themselves and can be appealed. */
import { z } from 'zod';
import { bookingPatternKinds, creditAppealStates, creditEventKinds } from './wire';
import { id, instant, listOf, pageOf, pageQuery, text } from './common';
import { operation } from './operation';

const tag = 'credit';

export const CreditEvent = z
  .object({
    id,
    kind: z.enum(creditEventKinds),
    appointmentId: id.nullable(),
    visitText: z.string().meta({ description: 'Day, department and doctor; empty when none' }),
    at: instant,
    countsUntil: instant.nullable(),
    isCounted: z.boolean().meta({ description: 'False: expired, forgiven or upheld on appeal' }),
    note: z.string(),
    appeal: z
      .object({
        id,
        state: z.enum(creditAppealStates),
        at: instant,
        answer: z.string().meta({ description: 'The decision’s reason; empty while open' }),
      })
      .nullable(),
    mayAppealUntil: instant.nullable(),
  })
  .meta({ id: 'CreditEvent' });

export const PatientCredit = z
  .object({
    patientId: id,
    counted: z.int(),
    limit: z.int().meta({ description: 'So many within the window suspend booking' }),
    windowDays: z.int(),
    suspendedUntil: instant.nullable(),
    events: z.array(CreditEvent),
  })
  .meta({ id: 'PatientCredit' });

export const FileInfo = z
  .object({ id, name: z.string(), contentType: z.string(), bytes: z.int(), createdAt: instant })
  .meta({ id: 'FileInfo' });
export const FileContent = FileInfo.extend({
  base64: z.string().meta({ description: 'The content' }),
}).meta({ id: 'FileContent' });

const patientParams = z.object({ patientId: id });
const myPatient = { by: 'account', owns: 'patient', consent: 'health-data' } as const;

export const portalCreditOperations = {
  getMyCredit: operation('getMyCredit', {
    summary: 'Missed visits of a patient, whether booking is suspended, and appeals',
    tag,
    access: myPatient,
    params: patientParams,
    response: PatientCredit,
  }),
  appealCreditEvent: operation('appealCreditEvent', {
    summary: 'Ask to have a mark taken back, with up to three documents',
    tag,
    access: myPatient,
    idempotent: true,
    errors: ['ALREADY_APPEALED', 'INVALID_STATE'],
    params: patientParams,
    body: z.object({
      eventId: id,
      text: text(500, 5),
      fileIds: z.array(id).max(3, '最多 3 份材料').default([]),
    }),
    response: PatientCredit,
  }),
  uploadFile: operation('uploadFile', {
    summary: 'Keep a picture (JPEG, PNG) or PDF of at most 3 MB; its content decides what it is',
    tag: 'files',
    access: { by: 'account', consent: 'health-data' },
    errors: ['FILE_REJECTED'],
    // 3 MB in base64, and a name.
    maxBodyBytes: 4_250_000,
    body: z.object({
      name: text(100),
      base64: z
        .string()
        .min(8, '文件是空的')
        .max(4_200_000, '文件最大 3 MB')
        .meta({ description: 'The content' }),
    }),
    response: FileInfo,
  }),
  getMyFile: operation('getMyFile', {
    summary: 'A file that this account uploaded',
    tag: 'files',
    access: { by: 'account', owns: 'file', consent: 'health-data' },
    params: z.object({ fileId: id }),
    response: FileContent,
  }),
};

export const CreditAppeal = z
  .object({
    id,
    state: z.enum(creditAppealStates),
    patientId: id,
    patientName: z.string().meta({ description: 'In clear where the policy allows, else masked' }),
    event: CreditEvent,
    text: z.string(),
    files: z.array(FileInfo),
    createdAt: instant,
    dueAt: instant,
    decidedAt: instant.nullable(),
    decidedBy: z.string().nullable(),
    answer: z.string(),
    version: z.int(),
  })
  .meta({ id: 'CreditAppeal' });

export const BookingPattern = z
  .object({
    kind: z.enum(bookingPatternKinds),
    subject: z.string().meta({ description: 'A masked name or phone, or a device’s number' }),
    patientId: id.nullable(),
    patients: z.int(),
    accounts: z.int(),
    booked: z.int(),
    cancelled: z.int(),
    noShows: z.int(),
    lastAt: instant,
    score: z.number().meta({ description: 'Higher deserves a look first; 0 to 100' }),
  })
  .meta({ id: 'BookingPattern' });

const appealParams = z.object({ appealId: id });
const display = { by: 'staff', permission: 'credit.display' } as const;
const update = { by: 'staff', permission: 'credit.update' } as const;

export const staffCreditOperations = {
  listPatientCredit: operation('listPatientCredit', {
    summary: 'Credit of a patient',
    tag,
    access: display,
    params: patientParams,
    response: PatientCredit,
  }),
  recordCreditEvent: operation('recordCreditEvent', {
    summary: 'Mark or forgive by hand, with the reason',
    tag,
    access: update,
    idempotent: true,
    params: patientParams,
    body: z.object({
      kind: z.enum(['manual', 'amnesty']),
      eventId: id.nullable().default(null).meta({ description: 'The mark an amnesty forgives' }),
      reason: text(200, 2),
    }),
    errors: ['INVALID_STATE'],
    response: PatientCredit,
  }),
  liftCreditSuspension: operation('liftCreditSuspension', {
    summary: 'Let the patient book again before the time is over',
    tag,
    access: update,
    errors: ['INVALID_STATE'],
    params: patientParams,
    body: z.object({ reason: text(200, 2) }),
    response: PatientCredit,
  }),
  listCreditAppeals: operation('listCreditAppeals', {
    summary: 'Appeals, those due first',
    tag,
    access: display,
    query: z.object({ ...pageQuery, state: z.enum(creditAppealStates).optional() }),
    response: pageOf(CreditAppeal),
  }),
  getCreditAppeal: operation('getCreditAppeal', {
    summary: 'One appeal',
    tag,
    access: display,
    params: appealParams,
    response: CreditAppeal,
  }),
  getCreditAppealFile: operation('getCreditAppealFile', {
    summary: 'A document of an appeal; the read is recorded',
    tag,
    access: display,
    params: appealParams.extend({ fileId: id }),
    response: FileContent,
  }),
  decideCreditAppeal: operation('decideCreditAppeal', {
    summary: 'Uphold (the mark goes, a suspension is worked out anew) or reject, with the reason',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: appealParams,
    body: z.object({
      decision: z.enum(['upheld', 'rejected']),
      answer: text(300, 2),
      version: z.int(),
    }),
    response: CreditAppeal,
  }),
  listBookingPatterns: operation('listBookingPatterns', {
    summary: 'Who books in ways that deserve a look',
    tag,
    access: { by: 'staff', permission: 'credit.analyse' },
    query: z.object({
      kind: z.enum(bookingPatternKinds),
      days: z.coerce.number().int().min(7).max(365).default(90),
    }),
    response: listOf(BookingPattern),
  }),
};
