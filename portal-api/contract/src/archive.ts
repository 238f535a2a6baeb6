/** The archive of a patient: visits, documents of other hospitals, and everything on one timeline. */
import { z } from 'zod';
import {
  documentCategories,
  encounterClasses,
  encounterStatuses,
  orderKinds,
  reportStatuses,
  timelineKinds,
} from './wire';
import { id, instant, localDate, optionalText, pageOf, pageQuery, text } from './common';
import { FileInfo } from './credit';
import { operation } from './operation';
import { Ticket } from './reports';

const tag = 'archive';

export const EncounterSummary = z
  .object({
    id,
    patientId: id,
    class: z.enum(encounterClasses),
    status: z.enum(encounterStatuses),
    visitNo: z.string(),
    branchName: z.string(),
    departmentName: z.string(),
    doctorName: z.string(),
    startedAt: instant,
    endedAt: instant.nullable(),
    diagnosisText: z
      .string()
      .meta({ description: 'The main diagnosis; empty when none is written' }),
    reports: z.int(),
  })
  .meta({ id: 'EncounterSummary' });

export const Encounter = EncounterSummary.extend({
  chiefComplaint: z.string(),
  treatment: z.string(),
  advice: z.string(),
  diagnoses: z.array(z.object({ code: z.string(), name: z.string(), isMain: z.boolean() })),
  orders: z.array(
    z.object({
      kind: z.enum(orderKinds),
      name: z.string(),
      dosage: z.string(),
      quantityText: z.string(),
      status: z.string(),
      orderedAt: instant,
    }),
  ),
  charges: z.array(
    z.object({
      name: z.string(),
      quantityText: z.string(),
      amountFen: z.int().meta({ description: 'Fen; below zero for what was given back' }),
      chargedAt: instant,
    }),
  ),
  chargedFen: z.int(),
  reportLinks: z.array(
    z.object({ id, name: z.string(), status: z.enum(reportStatuses), isOpenable: z.boolean() }),
  ),
}).meta({ id: 'Encounter' });

export const HealthDocument = z
  .object({
    id,
    patientId: id,
    category: z.enum(documentCategories),
    title: z.string(),
    hospitalName: z.string(),
    documentDate: localDate.nullable(),
    files: z.array(FileInfo),
    addedAt: instant,
    addedBy: z.string().meta({
      description:
        'To patients: 您, 家人 or the member of the staff (王医生); to staff: the full name, or 患者或家属',
    }),
  })
  .meta({ id: 'HealthDocument' });

const patientParams = z.object({ patientId: id });
const encounterParams = z.object({ encounterId: id });
const documentParams = z.object({ documentId: id });
const myPatient = { by: 'account', owns: 'patient', consent: 'health-data' } as const;
const myOpenPatient = { ...myPatient, stepUp: true } as const;
const myDocument = {
  by: 'account',
  owns: 'document',
  consent: 'health-data',
  stepUp: true,
} as const;

const documentBody = z.object({
  category: z.enum(documentCategories),
  title: text(60),
  hospitalName: optionalText(60).default(''),
  documentDate: localDate.nullable().default(null),
  fileIds: z.array(id).min(1, '请先添加图片或 PDF').max(9, '最多 9 份'),
});

export const portalArchiveOperations = {
  listMyEncounters: operation('listMyEncounters', {
    summary: 'Visits of a patient, newest first',
    tag,
    access: myOpenPatient,
    params: patientParams,
    query: z.object({ ...pageQuery, class: z.enum(encounterClasses).optional() }),
    response: pageOf(EncounterSummary),
  }),
  getMyEncounter: operation('getMyEncounter', {
    summary: 'One visit with diagnosis, orders and charges',
    tag,
    access: { by: 'account', owns: 'encounter', consent: 'health-data', stepUp: true },
    params: encounterParams,
    response: Encounter,
  }),
  listMyDocuments: operation('listMyDocuments', {
    summary: 'Reports of other hospitals that were handed in',
    tag,
    access: myOpenPatient,
    params: patientParams,
    query: z.object(pageQuery),
    response: pageOf(HealthDocument),
  }),
  addMyDocument: operation('addMyDocument', {
    summary: 'Hand in pictures or PDFs that were uploaded before',
    tag,
    access: myPatient,
    idempotent: true,
    errors: ['NOT_FOUND'],
    params: patientParams,
    body: documentBody,
    response: HealthDocument,
  }),
  removeMyDocument: operation('removeMyDocument', {
    summary: 'Take back what was handed in by this account',
    tag,
    access: { by: 'account', owns: 'document', consent: 'health-data' },
    errors: ['INVALID_STATE'],
    params: documentParams,
  }),
  createDocumentTicket: operation('createDocumentTicket', {
    summary: 'Opens one file of a document',
    tag,
    access: myDocument,
    params: documentParams,
    body: z.object({ fileId: id }),
    response: Ticket,
  }),
};

export const TimelineEntry = z
  .object({
    kind: z.enum(timelineKinds),
    id,
    at: instant,
    title: z.string(),
    detail: z.string(),
    isAbnormal: z.boolean(),
  })
  .meta({ id: 'TimelineEntry' });

export const PatientPrompts = z
  .object({
    isReturning: z.boolean(),
    isImportant: z.boolean().meta({ description: '重点 or 特殊' }),
    lastVisit: z
      .object({
        encounterId: id
          .nullable()
          .meta({ description: 'Null: only booked and seen, nothing written' }),
        at: instant,
        departmentName: z.string(),
        doctorName: z.string(),
        diagnosisText: z.string(),
        treatment: z.string(),
      })
      .nullable(),
    unfinished: z
      .array(z.string())
      .meta({ description: 'Advice, orders and work orders not done yet' }),
    recentAbnormal: z.array(
      z.object({ reportId: id, name: z.string(), text: z.string(), at: instant }),
    ),
    openAlerts: z.int(),
  })
  .meta({ id: 'PatientPrompts' });

const display = { by: 'staff', permission: 'archive.display' } as const;
const create = { by: 'staff', permission: 'archive.create' } as const;
const print = { by: 'staff', permission: 'archive.print' } as const;

export const staffArchiveOperations = {
  getPatientTimeline: operation('getPatientTimeline', {
    summary: 'Everything of a patient on one line, newest first; the look is recorded',
    tag,
    access: display,
    params: patientParams,
    query: z.object({ ...pageQuery, kind: z.enum(timelineKinds).optional() }),
    response: pageOf(TimelineEntry),
  }),
  getPatientPrompts: operation('getPatientPrompts', {
    summary: 'What to know when the patient comes in',
    tag,
    access: display,
    params: patientParams,
    response: PatientPrompts,
  }),
  listPatientEncounters: operation('listPatientEncounters', {
    summary: 'Visits of a patient',
    tag,
    access: display,
    params: patientParams,
    query: z.object(pageQuery),
    response: pageOf(EncounterSummary),
  }),
  getEncounter: operation('getEncounter', {
    summary: 'One visit; the look is recorded',
    tag,
    access: display,
    params: encounterParams,
    response: Encounter,
  }),
  createEncounterTicket: operation('createEncounterTicket', {
    summary: 'Opens the summary of a visit to print',
    tag,
    access: print,
    params: encounterParams,
    response: Ticket,
  }),
  uploadStaffFile: operation('uploadStaffFile', {
    summary: 'Keep a picture (JPEG, PNG) or PDF of at most 3 MB for the archive',
    tag: 'files',
    access: create,
    errors: ['FILE_REJECTED'],
    maxBodyBytes: 4_250_000,
    body: z.object({
      name: text(100),
      base64: z.string().min(8, '文件是空的').max(4_200_000, '文件最大 3 MB'),
    }),
    response: FileInfo,
  }),
  listPatientDocuments: operation('listPatientDocuments', {
    summary: 'Documents of other hospitals',
    tag,
    access: display,
    params: patientParams,
    query: z.object(pageQuery),
    response: pageOf(HealthDocument),
  }),
  addPatientDocument: operation('addPatientDocument', {
    summary: 'Add a document for a patient',
    tag,
    access: create,
    idempotent: true,
    errors: ['NOT_FOUND', 'PATIENT_LOCKED'],
    params: patientParams,
    body: documentBody,
    response: HealthDocument,
  }),
  createStaffDocumentTicket: operation('createStaffDocumentTicket', {
    summary: 'Opens one file of a document; recorded',
    tag,
    access: display,
    params: documentParams,
    body: z.object({ fileId: id }),
    response: Ticket,
  }),
};
