/** What a LIS or HIS writes: HL7 v2.4 as it is common in China, made of what the simulated hospital keeps. */
import type {
  IncomingEncounter,
  IncomingObservation,
  IncomingReport,
} from '../../../src/modules/records';
import {
  type FieldValue,
  repeat,
  writeMessage,
  writeSegment,
} from '../../../src/adapters/his-hl7/message-writer';
import { writeTime } from '../../../src/adapters/his-hl7/timestamps';

export interface Hl7Patient {
  id: string;
  name: string;
  gender: 'male' | 'female';
  birthDate: string;
  identityNumber: string;
  phone: string;
  address?: string;
  cardNumber?: string;
}

export interface Hl7Report {
  patient: Hl7Patient;
  report: IncomingReport;
  visitId?: string;
  departmentCode?: string;
}

export interface Hl7Visit {
  patient: Hl7Patient;
  id: string;
  visit: IncomingEncounter;
  departmentCode?: string;
  doctorCode?: string;
  appointmentNo?: string;
}

/** How a message is headed. */
export interface Envelope {
  application: string;
  controlId: string;
  at: Date;
  charset: string;
}

const optionalTime = (at: Date | null) => (at ? writeTime(at) : '');

function header(type: [string, string, string], envelope: Envelope): string {
  return writeSegment('MSH', {
    3: envelope.application,
    4: 'HOSPITAL',
    5: 'SUIZHEN',
    7: writeTime(envelope.at),
    9: type,
    10: envelope.controlId,
    11: 'P',
    12: '2.4',
    17: 'CHN',
    18: envelope.charset,
  });
}

function patientSegment(patient: Hl7Patient): string {
  const identifiers = [[patient.id, '', '', '', 'MR']];
  if (patient.cardNumber) identifiers.push([patient.cardNumber, '', '', '', 'HC']);
  if (patient.identityNumber) identifiers.push([patient.identityNumber, '', '', '', 'NNCHN']);
  return writeSegment('PID', {
    1: '1',
    3: repeat(...identifiers),
    5: patient.name,
    7: patient.birthDate.replaceAll('-', ''),
    8: patient.gender === 'male' ? 'M' : 'F',
    11: patient.address ?? '',
    13: patient.phone,
  });
}

export function writePatient(
  event: 'A04' | 'A08',
  patient: Hl7Patient,
  envelope: Envelope,
): string {
  return writeMessage([
    header(['ADT', event, 'ADT_A01'], envelope),
    writeSegment('EVN', { 1: event, 2: writeTime(envelope.at) }),
    patientSegment(patient),
    writeSegment('PV1', { 1: '1', 2: 'O' }),
  ]);
}

export function writeVisit(event: 'A03' | 'A04', about: Hl7Visit, envelope: Envelope): string {
  const { visit } = about;
  return writeMessage([
    header(['ADT', event, 'ADT_A01'], envelope),
    writeSegment('EVN', { 1: event, 2: writeTime(envelope.at) }),
    patientSegment(about.patient),
    visitSegment(about.departmentCode ?? '', visit.departmentName, {
      5: about.appointmentNo ?? '',
      7: [about.doctorCode ?? '', visit.doctorName],
      19: about.id,
      44: writeTime(visit.startedAt),
      45: optionalTime(visit.endedAt),
    }),
    writeSegment('PV2', { 3: ['', visit.chiefComplaint] }),
  ]);
}

function visitSegment(code: string, name: string, more: Record<number, FieldValue>): string {
  return writeSegment('PV1', {
    1: '1',
    2: 'O',
    3: [code, '', '', '', '', '', '', '', name],
    ...more,
  });
}

export function writeMerge(survivor: Hl7Patient, mergedId: string, envelope: Envelope): string {
  return writeMessage([
    header(['ADT', 'A40', 'ADT_A39'], envelope),
    writeSegment('EVN', { 1: 'A40', 2: writeTime(envelope.at) }),
    patientSegment(survivor),
    writeSegment('MRG', { 1: [mergedId, '', '', '', 'MR'] }),
  ]);
}

const sections: Record<IncomingReport['kind'], string> = {
  lab: 'LAB',
  imaging: 'RAD',
  pathology: 'SP',
  'physical-exam': 'PE',
  'dental-picture': 'DEN',
};
const statuses: Record<IncomingReport['status'], string> = {
  preliminary: 'P',
  final: 'F',
  amended: 'C',
  corrected: 'C',
  cancelled: 'X',
};

export function writeReport(about: Hl7Report, envelope: Envelope): string {
  const { report } = about;
  const { observations, findings, conclusion, studyUid } = report;
  const isText = report.kind !== 'lab' && report.kind !== 'physical-exam';
  const texts: [code: string, name: string, text: string][] = [];
  if (findings) texts.push(['FIND', '检查所见', findings]);
  if (conclusion && (isText || findings)) texts.push(['CONC', '诊断意见', conclusion]);
  const remark =
    conclusion && texts.length === 0 ? [writeSegment('NTE', { 1: '1', 3: conclusion })] : [];
  return writeMessage([
    header(['ORU', 'R01', 'ORU_R01'], envelope),
    patientSegment(about.patient),
    visitSegment(about.departmentCode ?? '', report.departmentName, { 19: about.visitId ?? '' }),
    orderSegment(report),
    ...(studyUid ? [writeSegment('ZDS', { 1: [studyUid, '', 'Application', 'DICOM'] })] : []),
    ...remark,
    ...observations.map((item, index) => itemSegment(item, index + 1, report.status)),
    ...texts.map(([code, name, text], index) =>
      writeSegment('OBX', {
        1: String(observations.length + index + 1),
        2: 'FT',
        3: [code, name],
        5: text,
        11: statuses[report.status],
      }),
    ),
  ]);
}

function orderSegment(report: IncomingReport): string {
  return writeSegment('OBR', {
    1: '1',
    3: report.reportNo,
    4: [report.code, report.name],
    7: optionalTime(report.collectedAt),
    14: optionalTime(report.receivedAt),
    15: report.specimen ? [['', report.specimen]] : '',
    16: ['', report.requesterName],
    22: writeTime(report.issuedAt),
    24: sections[report.kind],
    25: statuses[report.status],
    32: [['', report.reviewerName], optionalTime(report.reviewedAt)],
    34: [['', report.performerName]],
  });
}

function itemSegment(
  item: IncomingObservation,
  number: number,
  status: IncomingReport['status'],
): string {
  const flags = item.isCritical && item.flag.length === 1 ? repeat(item.flag, '危急') : item.flag;
  return writeSegment('OBX', {
    1: String(number),
    2: item.number === null ? 'ST' : 'NM',
    3: [item.code, item.name],
    5: item.value,
    6: item.unit,
    7: item.rangeText,
    8: flags,
    11: statuses[status],
    14: writeTime(item.effectiveAt),
    17: item.method ? ['', item.method] : '',
  });
}
