import {
  appointmentStatuses,
  encounterClasses,
  encounterStatuses,
  genders,
  identityTypes,
  type InboundKind,
  orderKinds,
  reportKinds,
  reportStatuses,
  resultFlags,
  vitalKinds,
} from '@suizhen/contract';

/** A field of ours: what may stand in it, and what it is when the hospital has no such column. */
interface Field {
  isRequired?: boolean;
  /** The words that are understood, code tables lead to one of them. */
  values?: readonly string[];
}

export type Fields = Record<string, Field>;

const needed: Field = { isRequired: true };
const free: Field = {};
const oneOf = (values: readonly string[]): Field => ({ values });
const flag = oneOf(['true', 'false']);

const ofPatient = { patientId: needed, encounterId: free };

/** What a view may say of each kind. `observation` are vital signs that stand alone. */
export const fieldsOf = {
  patient: {
    name: needed,
    gender: { isRequired: true, values: genders },
    birthDate: needed,
    identityType: oneOf(identityTypes),
    identityNumber: free,
    phone: free,
    address: free,
    cardNumber: free,
    isDeceased: flag,
    mergedInto: free,
  },
  practitioner: { name: needed, departmentCode: free },
  roster: {
    doctorCode: needed,
    departmentCode: needed,
    startsAt: needed,
    endsAt: needed,
    doctorName: free,
    capacity: free,
    slotMinutes: free,
    isCancelled: flag,
  },
  appointment: {
    patientId: needed,
    appointmentNo: needed,
    status: { isRequired: true, values: appointmentStatuses },
  },
  encounter: {
    patientId: needed,
    startedAt: needed,
    endedAt: free,
    class: oneOf(encounterClasses),
    status: oneOf(encounterStatuses),
    visitNo: free,
    departmentCode: free,
    departmentName: free,
    doctorCode: free,
    doctorName: free,
    chiefComplaint: free,
    treatment: free,
    advice: free,
    appointmentNo: free,
  },
  condition: {
    ...ofPatient,
    name: needed,
    recordedAt: needed,
    code: free,
    isMain: flag,
    isRetracted: flag,
  },
  'medication-request': {
    ...ofPatient,
    name: needed,
    orderedAt: needed,
    kind: oneOf(orderKinds),
    code: free,
    dosage: free,
    quantity: free,
    status: free,
  },
  charge: {
    ...ofPatient,
    name: needed,
    amountYuan: needed,
    chargedAt: needed,
    code: free,
    quantity: free,
    isCancelled: flag,
  },
  report: {
    ...ofPatient,
    name: needed,
    issuedAt: needed,
    kind: { isRequired: true, values: reportKinds },
    status: oneOf(reportStatuses),
    code: free,
    reportNo: free,
    specimen: free,
    departmentCode: free,
    departmentName: free,
    requesterName: free,
    performerName: free,
    reviewerName: free,
    collectedAt: free,
    receivedAt: free,
    reviewedAt: free,
    findings: free,
    conclusion: free,
    studyUid: free,
  },
  observation: {
    ...ofPatient,
    kind: { isRequired: true, values: vitalKinds },
    measuredAt: needed,
    systolic: free,
    diastolic: free,
    value: free,
  },
} satisfies Partial<Record<InboundKind, Fields>>;

/** Lines of a report. */
export const itemFields: Fields = {
  name: needed,
  value: needed,
  code: free,
  unit: free,
  rangeText: free,
  rangeLow: free,
  rangeHigh: free,
  flag: oneOf(resultFlags),
  isCritical: flag,
  method: free,
  effectiveAt: free,
};

export type ViewKind = keyof typeof fieldsOf;
export const viewKinds = Object.keys(fieldsOf) as ViewKind[];
