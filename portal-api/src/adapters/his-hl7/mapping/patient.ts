import type { Gender, IdentityType } from '@suizhen/contract';
import {
  isIdentityShape,
  normalizeIdentityNumber,
  readResidentIdentity,
} from '@suizhen/contract/wire';
import type { CanonicalPatient, PatientRef } from '../../../modules/integration';
import type { Repetition, Segment } from '../message';
import { type Context, fullName, missing } from './context';

const genders: Record<string, Gender> = {
  M: 'male',
  F: 'female',
  '1': 'male',
  '2': 'female',
  男: 'male',
  女: 'female',
  O: 'other',
  A: 'other',
  '9': 'other',
};

/** CX-5, table 0203 and what is written in its place. */
const identityCodes: Record<string, IdentityType> = {
  NI: 'resident-id',
  NNCHN: 'resident-id',
  SS: 'resident-id',
  ID: 'resident-id',
  IDCARD: 'resident-id',
  居民身份证: 'resident-id',
  身份证: 'resident-id',
  PPN: 'passport',
  护照: 'passport',
  HKM: 'hk-macao-permit',
  TWN: 'taiwan-permit',
};
const numberCodes = ['MR', 'PI', 'PT', 'PN', ''];
const cardCodes = ['HC', 'JHN', 'IC', 'CARD', '就诊卡'];

type Identity = CanonicalPatient['identity'];

/** Who it is; with what the message says of them where that is enough to be a patient. */
export function patientRef(context: Context, pid: Segment): PatientRef {
  return { externalId: patientNumber(pid), patient: readPatient(context, pid) };
}

/** @throws InboundProblem where something is missing without which nobody can be registered */
export function requirePatient(context: Context, pid: Segment): CanonicalPatient {
  const patient = readPatient(context, pid);
  if (!patient) {
    throw missing(nameOf(pid) ? 'PID-7' : 'PID-5', nameOf(pid) ? '出生日期' : '姓名');
  }
  return patient;
}

/** The hospital's own number: the first that is called so, else the first that is no document or card. */
function patientNumber(pid: Segment): string {
  const identifiers = pid.repetitions(3).filter((each) => each.text(1) !== '');
  const own =
    numberCodes
      .map((code) => identifiers.find((each) => each.text(5).toUpperCase() === code))
      .find((each) => each !== undefined) ??
    identifiers.find((each) => !isDocumentOrCard(each)) ??
    identifiers[0];
  const number = own?.text(1) || pid.text(2);
  if (!number) throw missing('PID-3', '患者号');
  return number;
}

const isDocumentOrCard = (each: Repetition) => {
  const code = each.text(5).toUpperCase();
  return code in identityCodes || cardCodes.includes(code);
};

function readPatient(context: Context, pid: Segment): CanonicalPatient | null {
  const externalId = patientNumber(pid);
  const identity = identityOf(context, pid);
  const resident =
    identity?.type === 'resident-id' ? readResidentIdentity(identity.number, '2999-01-01') : null;
  const derived = resident?.ok ? resident.value : null;
  const birthDate = context.times.birthDate(pid, 7) || (derived?.birthDate ?? '');
  const name = nameOf(pid);
  const patient: CanonicalPatient = {
    externalId,
    name,
    gender: genders[pid.text(8).toUpperCase()] ?? derived?.gender ?? 'unknown',
    birthDate,
    identity,
    phone: phoneOf(context, pid),
    address: addressOf(pid),
    cardNumber:
      pid
        .repetitions(3)
        .find((each) => cardCodes.includes(each.text(5).toUpperCase()))
        ?.text(1) ?? '',
    isDeceased: pid.text(30).toUpperCase() === 'Y',
  };
  return name && birthDate ? patient : null;
}

/** The name as it is written, not as it sounds: `I` ideographic before `A` alphabetic and `P` phonetic. */
function nameOf(pid: Segment): string {
  const names = pid.repetitions(5);
  const written = names.find((each) => each.text(8) === 'I') ?? names[0];
  return written ? fullName(written.text(1), written.text(2), written.text(3)) : '';
}

function identityOf({ leftOut }: Context, pid: Segment): Identity {
  const inList = pid.repetitions(3).map((each) => ({
    type: identityCodes[each.text(5).toUpperCase()],
    number: each.text(1),
    place: 'PID-3',
  }));
  const alone = { type: 'resident-id' as const, number: pid.text(19), place: 'PID-19' };
  for (const { type, number, place } of [...inList, alone]) {
    if (!type || !number) continue;
    const normal = normalizeIdentityNumber(number);
    const isGood =
      type === 'resident-id'
        ? readResidentIdentity(normal, '2999-01-01').ok
        : isIdentityShape(type, normal);
    if (isGood) return { type, number: normal };
    leftOut.add(place, '不是有效的证件号');
  }
  return null;
}

/** Only what can be called or texted; XTN says it in its first component or in parts. */
function phoneOf({ leftOut }: Context, pid: Segment): string {
  const numbers = pid
    .repetitions(13)
    .map((each) => each.text(1) || each.text(12) || each.text(6) + each.text(7))
    .map((number) => number.replace(/^\+?86-?/, '').replace(/[\s()-]/g, ''))
    .filter((number) => number !== '');
  const mobile = numbers.find((number) => /^1[3-9]\d{9}$/.test(number));
  if (!mobile && numbers.length) leftOut.add('PID-13', '不是手机号的电话');
  return mobile ?? '';
}

/** Province, city, district, street: an address is read from the large to the small. */
function addressOf(pid: Segment): string {
  const address = pid.repetitions(11).find((each) => each.whole() !== '');
  if (!address) return '';
  const parts = [address.text(4), address.text(3), address.text(9), address.text(1)];
  const text = [...parts.filter((part, index) => part !== '' && parts.indexOf(part) === index)];
  const isChinese = text.some((part) => /\p{Script=Han}/u.test(part));
  return (isChinese ? text.join('') : text.reverse().join(', ')).slice(0, 200);
}
