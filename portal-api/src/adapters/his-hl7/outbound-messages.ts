import { createHash } from 'node:crypto';
import type { OutboundPayload } from '../../modules/integration';
import type { Encoding } from './charset';
import { type FieldValue, repeat, writeMessage, writeSegment } from './message-writer';
import { writeTime } from './timestamps';

export interface OutboundStyle {
  /** MSH-3, and the name under which our numbers go. */
  application: string;
  facility: string;
  encoding: Encoding;
}

type Appointment = NonNullable<OutboundPayload['appointment']>;

/** MSH-10 holds twenty characters in the versions that are spoken; the same message has the same for ever. */
export function controlIdOf(messageId: string): string {
  const digest = createHash('sha256').update(messageId).digest('hex').slice(0, 26);
  return BigInt(`0x${digest}`).toString(36).toUpperCase().padStart(20, '0').slice(-20);
}

const eventTitles = {
  S12: 'Booked',
  S13: 'Booked',
  S15: 'Cancelled',
  S26: 'Noshow',
} as const;

/** ADT^A04 registers, A08 changes; SIU^S12 books, S13 moves, S14 tells another state, S15 cancels, S26 missed. */
function triggerOf(payload: OutboundPayload): string {
  const { kind, appointment } = payload;
  if (kind === 'patient') return (payload.isNew ?? !payload.patient.externalId) ? 'A04' : 'A08';
  if (kind === 'appointment-cancel' || appointment?.status === 'cancelled') return 'S15';
  if (appointment?.status === 'noshow') return 'S26';
  if (kind === 'check-in' || appointment?.status !== 'booked') return 'S14';
  return (payload.isNew ?? !appointment.externalId) ? 'S12' : 'S13';
}

/** @param at when it is sent */
export function writeOutbound(payload: OutboundPayload, style: OutboundStyle, at: Date): string {
  const trigger = triggerOf(payload);
  const isAdmission = trigger.startsWith('A');
  const structure = isAdmission ? 'ADT_A01' : 'SIU_S12';
  const header = writeSegment('MSH', {
    3: style.application,
    4: style.facility,
    7: writeTime(at),
    9: [isAdmission ? 'ADT' : 'SIU', trigger, structure],
    10: controlIdOf(payload.messageId),
    11: 'P',
    12: '2.5',
    17: 'CHN',
    18: style.encoding === 'gb18030' ? 'GB 18030-2000' : 'UNICODE UTF-8',
  });
  const pid = patientSegment(payload, style);
  if (isAdmission || !payload.appointment) {
    const event = writeSegment('EVN', { 1: trigger, 2: writeTime(at) });
    return writeMessage([header, event, pid, writeSegment('PV1', { 1: '1', 2: 'O' })]);
  }
  return writeMessage([header, ...appointmentSegments(payload.appointment, trigger, pid, style)]);
}

const documentCodes: Record<string, string> = {
  'resident-id': 'NNCHN',
  passport: 'PPN',
  'hk-macao-permit': 'HKM',
  'taiwan-permit': 'TWN',
};
const genderCodes: Record<string, string> = { male: 'M', female: 'F', other: 'O' };

function patientSegment({ patient }: OutboundPayload, style: OutboundStyle): string {
  const documentCode = documentCodes[patient.identityType];
  const identifiers: string[][] = [];
  if (patient.externalId) identifiers.push([patient.externalId, '', '', '', 'MR']);
  identifiers.push([patient.id, '', '', style.application, 'PI']);
  if (patient.cardNumber) identifiers.push([patient.cardNumber, '', '', '', 'HC']);
  if (documentCode && patient.identityNumber) {
    identifiers.push([patient.identityNumber, '', '', '', documentCode]);
  }
  const phone: FieldValue = patient.phone ? [patient.phone, 'PRN', 'CP'] : '';
  return writeSegment('PID', {
    1: '1',
    3: repeat(...identifiers),
    5: patient.name,
    7: patient.birthDate.replaceAll('-', ''),
    8: genderCodes[patient.gender] ?? 'U',
    13: phone,
  });
}

function appointmentSegments(
  appointment: Appointment,
  trigger: string,
  pid: string,
  { application }: OutboundStyle,
): string[] {
  const { startsAt, endsAt } = appointment;
  const minutes = String(Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000));
  const [start, end] = [writeTime(startsAt), writeTime(endsAt)];
  const title = trigger in eventTitles ? eventTitles[trigger as keyof typeof eventTitles] : null;
  const department = [appointment.departmentCode, appointment.departmentName];
  const doctor = [appointment.doctorCode, appointment.doctorName];
  return [
    writeSegment('SCH', {
      1: [appointment.appointmentNo, application],
      2: appointment.externalId ?? '',
      6: appointment.reason,
      9: minutes,
      10: 'min',
      11: ['', '', minutes, start, end],
      25: title ?? stateTitles[appointment.status] ?? 'Booked',
    }),
    pid,
    writeSegment('PV1', {
      1: '1',
      2: 'O',
      3: [department[0]!, '', '', '', '', '', '', '', department[1]!],
      5: appointment.appointmentNo,
      7: doctor,
      44: appointment.checkedInAt ? writeTime(appointment.checkedInAt) : '',
    }),
    writeSegment('RGS', { 1: '1', 2: 'A' }),
    writeSegment('AIL', { 1: '1', 2: 'A', 3: department[0]!, 4: department, 6: start }),
    writeSegment('AIP', { 1: '1', 2: 'A', 3: doctor, 6: start, 9: minutes, 10: 'min' }),
  ];
}

/** SCH-25, table 0278. */
const stateTitles: Record<string, string> = {
  pending: 'Pending',
  booked: 'Booked',
  arrived: 'Arrived',
  fulfilled: 'Complete',
  cancelled: 'Cancelled',
  noshow: 'Noshow',
};
