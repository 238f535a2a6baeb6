/** Patients, as staff see them. */
import { z } from 'zod';
import {
  careClasses,
  appointmentStatuses,
  feeStates,
  genders,
  recordIdentityTypes,
  paymentMethods,
  paymentStates,
  refundStates,
  relations,
} from './wire/enums';
import {
  fen,
  id,
  instant,
  listOf,
  localDate,
  optionalText,
  pageOf,
  pageQuery,
  personName,
  phone,
  text,
} from './common';
import { operation } from './operation';
import {
  checkIdentity,
  identityFields,
  patientParams,
  profileFields,
  RecordView,
} from './patients';

const tag = 'patients';

/** A row of the staff's patient list: masked, enough to tell people apart. */
export const PatientRow = z
  .object({
    id,
    nameMasked: z.string(),
    name: z.string().meta({ description: 'In clear where the policy allows, else masked' }),
    gender: z.enum(genders),
    birthDate: localDate,
    age: z.int(),
    phoneMasked: z.string(),
    identityNumberMasked: z.string(),
    cardNumber: z.string(),
    careClass: z.enum(careClasses),
    lastVisitDate: localDate.nullable(),
  })
  .meta({ id: 'PatientRow' });

export const PatientDetail = PatientRow.extend({
  identityType: z.enum(recordIdentityTypes),
  addressMasked: z.string(),
  allergies: z.string(),
  medicalHistory: z.string(),
  contactNameMasked: z.string(),
  contactPhoneMasked: z.string(),
  notes: z.string(),
  isLocked: z.boolean().meta({ description: 'Closed by the person; kept because the law says so' }),
  proxies: z.int(),
  appointments: z.int(),
  noShows: z.int(),
  registeredAt: instant,
  version: z.int(),
  mayUpdate: z.boolean(),
  mayReveal: z.boolean(),
}).meta({ id: 'PatientDetail' });

export const revealableFields = [
  'phone',
  'identityNumber',
  'address',
  'contactName',
  'contactPhone',
] as const;

const staffProfileFields = {
  ...profileFields,
  careClass: z.enum(careClasses).default('regular'),
  address: optionalText(200).optional(),
  contactName: optionalText(50).optional(),
  contactPhone: z.union([z.literal(''), phone]).optional(),
  notes: optionalText(1000).default(''),
};

/** Without defaults: what is left out of a correction stays as it is. */
const staffProfileChanges = {
  cardNumber: profileFields.cardNumber.unwrap().optional(),
  allergies: profileFields.allergies.unwrap().optional(),
  medicalHistory: profileFields.medicalHistory.unwrap().optional(),
  careClass: staffProfileFields.careClass.unwrap().optional(),
  address: staffProfileFields.address,
  contactName: staffProfileFields.contactName,
  contactPhone: staffProfileFields.contactPhone,
  notes: staffProfileFields.notes.unwrap().optional(),
};

export const PatientAppointment = z
  .object({
    id,
    appointmentNo: z.string(),
    date: localDate,
    startsAt: instant,
    departmentName: z.string(),
    doctorName: z.string(),
    status: z.enum(appointmentStatuses),
    feeFen: fen,
    feeState: z.enum(feeStates),
  })
  .meta({ id: 'PatientAppointment' });

export const PatientPayment = z
  .object({
    id,
    paymentNo: z.string(),
    appointmentId: id,
    appointmentNo: z.string(),
    method: z.enum(paymentMethods),
    state: z.enum(paymentStates),
    amountFen: fen,
    paidAt: instant.nullable(),
    refunds: z.array(
      z.object({
        refundNo: z.string(),
        amountFen: fen,
        state: z.enum(refundStates),
        reason: z.string(),
        requestedAt: instant,
        succeededAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'PatientPayment' });

export const PatientProxy = z
  .object({
    accountId: id,
    accountPhoneMasked: z.string(),
    relation: z.enum(relations),
    since: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'PatientProxy' });

const display = { by: 'staff', permission: 'patient.display' } as const;

export const PatientMerge = z
  .object({
    id,
    mergedId: id.meta({ description: 'The record that ended' }),
    reason: z.string(),
    source: z.string().meta({ description: 'The system that said so' }),
    mergedAt: instant,
    undoneAt: instant.nullable(),
  })
  .meta({ id: 'PatientMerge' });

export const staffPatientOperations = {
  searchPatients: operation('searchPatients', {
    summary: 'Find patients by name, pinyin initials, phone, its last four, document or card',
    tag,
    access: { by: 'staff', permission: 'patient.retrieve' },
    limit: 'search',
    body: z.object({
      text: optionalText(50).default('').meta({
        description:
          'Chinese letters: name; latin letters: pinyin initials or card; 4 digits: phone tail; 11: phone; 15+: document',
      }),
      careClass: z.enum(careClasses).optional(),
      cursor: z.string().max(400).optional(),
      limit: z.int().min(1).max(200).default(20),
    }),
    response: pageOf(PatientRow),
  }),
  registerPatient: operation('registerPatient', {
    summary: 'Register a patient at the desk; an existing record with the document is returned',
    tag,
    access: { by: 'staff', permission: 'patient.create' },
    idempotent: true,
    errors: ['IDENTITY_MISMATCH', 'PATIENT_LOCKED'],
    body: z
      .object({ ...identityFields, phone, ...staffProfileFields })
      .superRefine((value, ctx) =>
        checkIdentity(value, (path, message) =>
          ctx.addIssue({ code: 'custom', path: [path], message }),
        ),
      ),
    response: z.object({ patient: PatientDetail, isNew: z.boolean() }),
  }),
  getPatient: operation('getPatient', {
    summary: 'One patient, masked; the look is recorded',
    tag,
    access: display,
    params: patientParams,
    response: PatientDetail,
  }),
  updatePatient: operation('updatePatient', {
    summary: 'Correct a patient; fields left out stay as they are',
    tag,
    access: { by: 'staff', permission: 'patient.update' },
    errors: ['VERSION_CONFLICT', 'PATIENT_LOCKED'],
    params: patientParams,
    body: z.object({
      name: personName.optional(),
      phone: phone.optional(),
      ...staffProfileChanges,
      version: z.int(),
    }),
    response: PatientDetail,
  }),
  revealPatientFields: operation('revealPatientFields', {
    summary: 'Show masked fields in clear; reason and reader are recorded for the patient to see',
    tag,
    access: { by: 'staff', permission: 'patient.display' },
    limit: 'identity',
    params: patientParams,
    body: z.object({
      fields: z.array(z.enum(revealableFields)).min(1, '请选择要查看的项目').max(5),
      reason: text(200, 4),
    }),
    response: z.object({
      phone: z.string().optional(),
      identityNumber: z.string().optional(),
      address: z.string().optional(),
      contactName: z.string().optional(),
      contactPhone: z.string().optional(),
    }),
  }),
  listPatientAppointments: operation('listPatientAppointments', {
    summary: 'All appointments of a patient, newest first',
    tag,
    access: display,
    params: patientParams,
    query: z.object(pageQuery),
    response: pageOf(PatientAppointment),
  }),
  listPatientPayments: operation('listPatientPayments', {
    summary: 'Payments and refunds of a patient',
    tag,
    access: { by: 'staff', permission: 'payment.display' },
    params: patientParams,
    query: z.object(pageQuery),
    response: pageOf(PatientPayment),
  }),
  listPatientProxies: operation('listPatientProxies', {
    summary: 'Which accounts act for this patient',
    tag,
    access: display,
    params: patientParams,
    response: listOf(PatientProxy),
  }),
  listPatientRecordViews: operation('listPatientRecordViews', {
    summary: 'Who looked at this record',
    tag,
    access: display,
    params: patientParams,
    query: z.object(pageQuery),
    response: pageOf(RecordView),
  }),
  listPatientMerges: operation('listPatientMerges', {
    summary:
      'Records that turned out to be this person and were merged into this one, latest first',
    tag,
    access: display,
    params: patientParams,
    response: listOf(PatientMerge),
  }),
  undoPatientMerge: operation('undoPatientMerge', {
    summary: 'They were two people after all: what was moved goes back',
    tag,
    access: { by: 'staff', permission: 'patient.delete' },
    idempotent: true,
    errors: ['INVALID_STATE'],
    params: patientParams.extend({ mergeId: id }),
    body: z.object({ reason: text(200, 2) }),
    response: PatientMerge,
  }),
};
