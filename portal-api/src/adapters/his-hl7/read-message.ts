import { type Canonical, InboundProblem, type Reading } from '../../modules/integration/canonical';
import { decodeMessage, type Encoding } from './charset';
import { type MessageHeader, NotForUs, readHeader } from './header';
import { LeftOut } from './left-out';
import { readAppointment } from './mapping/appointment';
import { type Context, missing, requireSegment } from './mapping/context';
import { readVisit } from './mapping/encounter';
import { readOrders } from './mapping/order';
import { patientRef, requirePatient } from './mapping/patient';
import { readReports } from './mapping/report';
import { Hl7Message } from './message';
import { MessageTimes } from './timestamps';
import { sizeOfUnkept } from './unkept';

/** What is spoken here: message type and trigger. */
const readers: Record<string, (context: Context) => Canonical[]> = {
  'ADT^A01': readAdmission,
  'ADT^A03': readAdmission,
  'ADT^A04': readAdmission,
  'ADT^A08': readAdmission,
  'ADT^A40': readMerge,
  'SIU^S12': readAppointment,
  'SIU^S13': readAppointment,
  'SIU^S14': readAppointment,
  'SIU^S15': readAppointment,
  'SIU^S26': readAppointment,
  'ORM^O01': readOrders,
  'ORU^R01': readReports,
};

export interface ReadingRules {
  encoding: Encoding;
  /** MSH-11: of `T` (training) and `D` (debugging) nothing may reach the records of people. */
  processingIds: readonly string[];
}

/** @throws InboundProblem; NotForUs where the message is none of ours */
export function readMessage(content: Buffer, rules: ReadingRules): Reading {
  const unkept = sizeOfUnkept(content);
  if (unkept !== null) {
    throw new NotForUs(
      'too-large',
      `消息有 ${Math.ceil(unkept / 1024 / 1024)} MB，超过上限，正文没有保存`,
    );
  }
  const { text, encoding } = decodeMessage(content, rules.encoding);
  const message = Hl7Message.parse(text, encoding);
  const header = readHeader(message);
  const read = readers[header.type];
  requireForUs(header, rules, read !== undefined);
  if (!header.controlId) throw missing('MSH-10', '消息编号');
  const leftOut = new LeftOut();
  const context: Context = {
    message,
    event: header.type.slice(4),
    times: new MessageTimes(message.header),
    leftOut,
  };
  const items = read!(context);
  leftOut.addUnread(message);
  return { items, leftOut: leftOut.list() };
}

function requireForUs(header: MessageHeader, rules: ReadingRules, isKnown: boolean): void {
  if (header.version && !/^2(\.|$)/.test(header.version)) {
    throw new NotForUs('unknown-kind', '不支持的 HL7 版本（MSH-12）');
  }
  if (!isKnown) throw new NotForUs('unknown-kind', '不支持的消息类型（MSH-9）');
  if (header.processingId && !rules.processingIds.includes(header.processingId)) {
    throw new NotForUs('not-kept-here', '不是正式数据（MSH-11 不是 P）');
  }
}

function readAdmission(context: Context): Canonical[] {
  const pid = requireSegment(context, 'PID', '患者信息');
  const patient = requirePatient(context, pid);
  const visit = readVisit(context, { externalId: patient.externalId, patient });
  return [{ type: 'patient', patient }, ...visit];
}

/** A40: PID is who remains, MRG whose number ends. */
function readMerge(context: Context): Canonical[] {
  const pid = requireSegment(context, 'PID', '患者信息');
  const mrg = requireSegment(context, 'MRG', '被合并的患者');
  const survivor = patientRef(context, pid);
  const mergedExternalId = mrg.text(1);
  if (!mergedExternalId) throw missing('MRG-1', '被合并的患者号');
  if (mergedExternalId === survivor.externalId) {
    throw new InboundProblem('conflict', '合并的两个患者号相同');
  }
  return [
    ...(survivor.patient ? [{ type: 'patient' as const, patient: survivor.patient }] : []),
    { type: 'merge', survivorExternalId: survivor.externalId, mergedExternalId },
  ];
}
