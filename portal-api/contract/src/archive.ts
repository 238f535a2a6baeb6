/** The archive of a patient: visits, documents of other hospitals, vitals, teeth, and everything on one timeline. */
import { z } from 'zod';
import {
  dentalPictureMoments,
  dentalWorkStates,
  documentCategories,
  encounterClasses,
  encounterStatuses,
  glucoseMoments,
  orderKinds,
  timelineKinds,
  vitalAlarmStates,
  vitalKinds,
  vitalSources,
} from './wire';
import {
  flag,
  id,
  instant,
  listOf,
  localDate,
  optionalText,
  pageOf,
  pageQuery,
  text,
} from './common';
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
  reportIds: z.array(z.object({ id, name: z.string(), isOpenable: z.boolean() })),
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

export const VitalReading = z
  .object({
    id,
    kind: z.enum(vitalKinds),
    systolic: z.number().nullable(),
    diastolic: z.number().nullable(),
    value: z.number().nullable().meta({ description: 'Of every kind but blood pressure' }),
    unit: z.string(),
    moment: z.enum(glucoseMoments).nullable(),
    measuredAt: instant,
    source: z.enum(vitalSources),
    deviceName: z.string(),
    note: z.string(),
    isBeyondLimits: z.boolean(),
  })
  .meta({ id: 'VitalReading' });

const limit = z.number('请填写数字').nullable();

export const VitalLimit = z
  .object({
    kind: z.enum(vitalKinds),
    low: limit,
    high: limit,
    lowDiastolic: limit,
    highDiastolic: limit,
    isPersonal: z.boolean().meta({ description: 'False: the hospital’s default' }),
  })
  .meta({ id: 'VitalLimit' });

export const VitalDevice = z
  .object({
    id,
    name: z.string(),
    kinds: z.array(z.enum(vitalKinds)),
    addedAt: instant,
    lastReadingAt: instant.nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'VitalDevice' });

const measured = (name: string, min: number, max: number) => {
  const message = `${name}应在 ${min}–${max} 之间，请检查`;
  return z.number('请填写数字').min(min, message).max(max, message).nullable().default(null);
};

const reading = z.object({
  kind: z.enum(vitalKinds),
  systolic: measured('高压', 40, 300),
  diastolic: measured('低压', 20, 200),
  value: measured('数值', 0.1, 500),
  moment: z.enum(glucoseMoments).nullable().default(null),
  measuredAt: instant,
  note: optionalText(100).default(''),
});

const vitalsQuery = z.object({
  kind: z.enum(vitalKinds),
  from: localDate.optional(),
  to: localDate.optional(),
});

const vitalsAnswer = z.object({
  items: z.array(VitalReading).meta({ description: 'Newest first, at most 1,000' }),
  limits: z.array(VitalLimit),
});

const tooth = z
  .string()
  .regex(/^([1-4][1-8]|[5-8][1-5])$/, '请填写 FDI 牙位，如 16')
  .meta({ description: 'FDI two-digit notation' });

export const DentalRecord = z
  .object({
    notes: z.array(
      z.object({
        id,
        tooth,
        finding: z.string(),
        treatment: z.string(),
        notedAt: instant,
        notedBy: z.string(),
      }),
    ),
    pictures: z.array(
      z.object({
        id,
        file: FileInfo,
        moment: z.enum(dentalPictureMoments),
        tooth: tooth.nullable(),
        caption: z.string(),
        takenOn: localDate,
        pairKey: z
          .string()
          .meta({ description: 'Before and after of the same treatment share it' }),
      }),
    ),
    workOrders: z.array(
      z.object({
        id,
        orderNo: z.string(),
        item: z.string(),
        teeth: z.array(tooth),
        laboratory: z.string(),
        shade: z.string(),
        state: z.enum(dentalWorkStates),
        dueOn: localDate.nullable(),
        steps: z.array(
          z.object({
            state: z.enum(dentalWorkStates),
            at: instant,
            by: z.string(),
            note: z.string(),
          }),
        ),
        version: z.int(),
      }),
    ),
  })
  .meta({ id: 'DentalRecord' });

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
  listMyVitals: operation('listMyVitals', {
    summary: 'Readings of one kind, and the limits in force',
    tag,
    access: myPatient,
    params: patientParams,
    query: vitalsQuery,
    response: vitalsAnswer,
  }),
  recordMyVital: operation('recordMyVital', {
    summary: 'Write a reading down; beyond the limits both sides are told at once',
    tag,
    access: myPatient,
    idempotent: true,
    params: patientParams,
    body: reading,
    response: VitalReading,
  }),
  removeMyVital: operation('removeMyVital', {
    summary: 'A reading that was typed wrongly',
    tag,
    access: { by: 'account', owns: 'vital', consent: 'health-data' },
    errors: ['INVALID_STATE'],
    params: z.object({ vitalId: id }),
  }),
  saveMyVitalLimit: operation('saveMyVitalLimit', {
    summary: 'A limit of one’s own; without numbers the default comes back',
    tag,
    access: myPatient,
    params: patientParams,
    body: VitalLimit.omit({ isPersonal: true }),
    response: listOf(VitalLimit),
  }),
  listMyVitalDevices: operation('listMyVitalDevices', {
    summary: 'Devices that send readings by themselves',
    tag,
    access: myPatient,
    params: patientParams,
    response: listOf(VitalDevice),
  }),
  addMyVitalDevice: operation('addMyVitalDevice', {
    summary: 'A key for a device; it is shown once',
    tag,
    access: myPatient,
    errors: ['INVALID_STATE'],
    params: patientParams,
    body: z.object({
      name: text(30),
      kinds: z.array(z.enum(vitalKinds)).min(1, '请选择测量项目').max(vitalKinds.length),
    }),
    response: VitalDevice.extend({ key: z.string() }),
  }),
  removeMyVitalDevice: operation('removeMyVitalDevice', {
    summary: 'From now on nothing of the device is taken',
    tag,
    access: { by: 'account', owns: 'vital-device', consent: 'health-data' },
    params: z.object({ vitalDeviceId: id }),
  }),
  getMyDentalRecord: operation('getMyDentalRecord', {
    summary: 'Teeth: notes, pictures, work of the laboratory',
    tag,
    access: myOpenPatient,
    params: patientParams,
    response: DentalRecord,
  }),
  createDentalPictureTicket: operation('createDentalPictureTicket', {
    summary: 'Opens one picture',
    tag,
    access: myOpenPatient,
    params: patientParams.extend({ pictureId: id }),
    response: Ticket,
  }),
};

export const vitalCallbackOperations = {
  receiveVitals: operation('receiveVitals', {
    summary:
      'Readings of a device: X-Device-Id, X-Timestamp, X-Signature (HMAC-SHA256 of both and the body)',
    tag,
    access: { by: 'signature' },
    limit: 'callback',
    errors: ['SIGNATURE_INVALID', 'RATE_LIMITED'],
    body: z.object({
      readings: z
        .array(
          reading.extend({
            readingId: text(60).meta({ description: 'The device’s own; a repeat changes nothing' }),
          }),
        )
        .min(1)
        .max(100),
    }),
    response: z.object({ taken: z.int(), repeated: z.int() }),
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

export const VitalAlarm = z
  .object({
    id,
    state: z.enum(vitalAlarmStates),
    patientId: id,
    patientName: z.string(),
    reading: VitalReading,
    limitText: z.string(),
    raisedAt: instant,
    dueAt: instant,
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: z.string().nullable(),
    note: z.string(),
    version: z.int(),
  })
  .meta({ id: 'VitalAlarm' });

export const PatientPrompts = z
  .object({
    isReturning: z.boolean(),
    isImportant: z.boolean().meta({ description: '重点 or 特殊' }),
    lastVisit: z
      .object({
        encounterId: id,
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
const update = { by: 'staff', permission: 'archive.update' } as const;
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
  listPatientVitals: operation('listPatientVitals', {
    summary: 'Readings of one kind, and the limits in force',
    tag,
    access: display,
    params: patientParams,
    query: vitalsQuery,
    response: vitalsAnswer,
  }),
  recordPatientVital: operation('recordPatientVital', {
    summary: 'A reading taken at the clinic',
    tag,
    access: create,
    idempotent: true,
    errors: ['PATIENT_LOCKED'],
    params: patientParams,
    body: reading,
    response: VitalReading,
  }),
  listVitalAlarms: operation('listVitalAlarms', {
    summary: 'Readings beyond limits, those due first',
    tag,
    access: display,
    query: z.object({ ...pageQuery, isOpen: flag.optional() }),
    response: pageOf(VitalAlarm),
  }),
  acknowledgeVitalAlarm: operation('acknowledgeVitalAlarm', {
    summary: 'Somebody has talked to the patient',
    tag,
    access: update,
    idempotent: true,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: z.object({ alarmId: id }),
    body: z.object({ note: text(300, 2), version: z.int() }),
    response: VitalAlarm,
  }),
  getPatientDentalRecord: operation('getPatientDentalRecord', {
    summary: 'Teeth: notes, pictures, work of the laboratory',
    tag,
    access: display,
    params: patientParams,
    response: DentalRecord,
  }),
  addToothNote: operation('addToothNote', {
    summary: 'A finding or treatment at a tooth',
    tag,
    access: create,
    idempotent: true,
    errors: ['PATIENT_LOCKED'],
    params: patientParams,
    body: z.object({
      tooth,
      finding: optionalText(200).default(''),
      treatment: optionalText(200).default(''),
    }),
    response: DentalRecord,
  }),
  addDentalPicture: operation('addDentalPicture', {
    summary: 'A picture before, during or after a treatment',
    tag,
    access: create,
    idempotent: true,
    errors: ['NOT_FOUND', 'PATIENT_LOCKED'],
    params: patientParams,
    body: z.object({
      fileId: id,
      moment: z.enum(dentalPictureMoments),
      tooth: tooth.nullable().default(null),
      caption: optionalText(60).default(''),
      takenOn: localDate,
      pairKey: optionalText(30).default(''),
    }),
    response: DentalRecord,
  }),
  createStaffPictureTicket: operation('createStaffPictureTicket', {
    summary: 'Opens one picture; recorded',
    tag,
    access: display,
    params: patientParams.extend({ pictureId: id }),
    response: Ticket,
  }),
  createDentalWorkOrder: operation('createDentalWorkOrder', {
    summary: 'An order to the dental laboratory (加工单)',
    tag,
    access: create,
    idempotent: true,
    errors: ['PATIENT_LOCKED'],
    params: patientParams,
    body: z.object({
      item: text(60),
      teeth: z.array(tooth).min(1, '请选择牙位').max(32),
      laboratory: text(60),
      shade: optionalText(10).default(''),
      dueOn: localDate.nullable().default(null),
      note: optionalText(200).default(''),
    }),
    response: DentalRecord,
  }),
  moveDentalWorkOrder: operation('moveDentalWorkOrder', {
    summary: 'The next state of an order to the laboratory',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: z.object({ workOrderId: id }),
    body: z.object({
      state: z.enum(dentalWorkStates),
      note: optionalText(200).default(''),
      version: z.int(),
    }),
    response: DentalRecord,
  }),
};
