/** Vitals: a diary by hand or by a device, limits, and the alarms beyond them. */
import { z } from 'zod';
import { glucoseMoments, vitalAlarmStates, vitalKinds, vitalSources } from './wire';
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
import { operation } from './operation';

const tag = 'vitals';

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

const patientParams = z.object({ patientId: id });
const myPatient = { by: 'account', owns: 'patient', consent: 'health-data' } as const;

export const portalVitalOperations = {
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

const display = { by: 'staff', permission: 'archive.display' } as const;
const create = { by: 'staff', permission: 'archive.create' } as const;
const update = { by: 'staff', permission: 'archive.update' } as const;

export const staffVitalOperations = {
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
};
