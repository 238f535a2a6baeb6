/** What two sides say of a patient, what they last agreed on, and what follows. Pure. */
import { normalizeIdentityNumber, type Gender, type RecordIdentityType } from '@suizhen/contract';
import type { PatientFacts } from '../../patients';
import type { CanonicalPatient } from '../canonical';

export const comparedFields = [
  'name',
  'gender',
  'birthDate',
  'phone',
  'address',
  'cardNumber',
  'identity',
] as const;
export type ComparedField = (typeof comparedFields)[number];

/** By field; empty: that side does not say. */
export type Sides = Record<ComparedField, string>;

/** Keyed hashes of what both sides last had in common, by field: enough to see who changed it. */
export type Agreed = Partial<Record<ComparedField, string>>;

/** The same hashes of what was last sent of each, newest first. */
export type Sent = Partial<Record<ComparedField, string[]>>;

export const fieldTitles: Record<ComparedField, string> = {
  name: '姓名',
  gender: '性别',
  birthDate: '出生日期',
  phone: '手机号',
  address: '地址',
  cardNumber: '就诊卡号',
  identity: '证件',
};

const withoutDocument: readonly RecordIdentityType[] = ['newborn', 'hospital-record'];

export function sidesOfOurs(facts: PatientFacts): Sides {
  const hasDocument = !withoutDocument.includes(facts.identityType);
  return {
    name: facts.name.trim(),
    gender: facts.gender === 'unknown' ? '' : facts.gender,
    birthDate: facts.birthDate,
    phone: facts.phone,
    address: facts.address.trim(),
    cardNumber: facts.cardNumber,
    identity: hasDocument ? `${facts.identityType}:${facts.identityNumber}` : '',
  };
}

export function sidesOfTheirs(patient: CanonicalPatient): Sides {
  const { identity } = patient;
  return {
    name: patient.name.trim().slice(0, 50),
    gender: patient.gender === 'unknown' ? '' : patient.gender,
    birthDate: patient.birthDate,
    phone: mobileOf(patient.phone),
    address: patient.address.trim().slice(0, 200),
    cardNumber: /^[A-Za-z0-9-]{0,32}$/.test(patient.cardNumber) ? patient.cardNumber : '',
    identity:
      identity && !withoutDocument.includes(identity.type) && identity.number !== ''
        ? `${identity.type}:${normalizeIdentityNumber(identity.number)}`
        : '',
  };
}

/** Ours in the words of `PatientFacts`, of the fields that were agreed on. */
export function changesOf(fields: readonly ComparedField[], sides: Sides): Partial<PatientFacts> {
  const changes: Partial<PatientFacts> = {};
  for (const field of fields) {
    if (field === 'identity') {
      const colon = sides.identity.indexOf(':');
      changes.identityType = sides.identity.slice(0, colon) as RecordIdentityType;
      changes.identityNumber = sides.identity.slice(colon + 1);
    } else if (field === 'gender') changes.gender = sides.gender as Gender;
    else changes[field] = sides[field];
  }
  return changes;
}

export interface Comparison {
  /** Changed only there: taken over. */
  taken: ComparedField[];
  /** Changed on both sides: for a person. */
  contested: ComparedField[];
  agreed: Agreed;
  /** What of ours may still be read there: no more than the last word once that was, nothing after one of theirs. */
  sent: Sent;
}

/**
 * @param before null: the two never agreed on anything
 * @param digest keyed hash of one field's value
 * @param sent what of ours may stand there by now
 */
export function comparePatient(
  ours: Sides,
  theirs: Sides,
  before: Agreed | null,
  digest: (field: ComparedField, value: string) => string,
  sent: Sent | null = null,
): Comparison {
  const comparison: Comparison = {
    taken: [],
    contested: [],
    agreed: { ...before },
    sent: { ...sent },
  };
  for (const field of comparedFields) {
    // Silence is no deletion.
    if (theirs[field] === '') continue;
    const theirDigest = digest(field, plain(field, theirs[field]));
    const ourDigest = ours[field] === '' ? null : digest(field, plain(field, ours[field]));
    const words = sent?.[field] ?? [];
    if (ourDigest === theirDigest) {
      comparison.agreed[field] = theirDigest;
      if (words[0] === theirDigest) comparison.sent[field] = [theirDigest];
      continue;
    }
    // An earlier word of ours, read late, is no change of theirs, whatever stands here again by now.
    if (ourDigest !== null && words.includes(theirDigest)) continue;
    const last = before?.[field];
    if (ourDigest === null || last === ourDigest) {
      comparison.taken.push(field);
      comparison.agreed[field] = theirDigest;
      delete comparison.sent[field];
    } else if (last !== theirDigest) {
      comparison.contested.push(field);
    }
    // Changed only here: ours is on its way to them.
  }
  return comparison;
}

/** Spellings of one and the same are equal. */
export function plain(field: ComparedField, value: string): string {
  if (field === 'name') return value.replace(/[\s·・．.'’-]+/g, '').toLowerCase();
  return field === 'address' ? value.replace(/\s+/g, '') : value;
}

/** Only a mobile number can be written to; of others nothing is kept. */
function mobileOf(phone: string): string {
  const digits = phone.replace(/[\s()-]/g, '').replace(/^(\+|00)?86(?=1\d{10}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : '';
}
