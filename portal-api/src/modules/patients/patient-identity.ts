/** Who somebody is, as their document and the form say it together. */
import {
  ageOn,
  guardianConsentAge,
  readResidentIdentity,
  type Gender,
  type IdentityProblem,
  type IdentityType,
  type Relation,
} from '@suizhen/contract';
import { fieldError, type LocalDate } from '../../kernel';

interface GivenIdentity {
  identityType: IdentityType;
  identityNumber: string;
  birthDate?: string | undefined;
  gender?: Gender | undefined;
}

export interface BirthAndSex {
  birthDate: LocalDate;
  gender: Gender;
}

const problems: Record<IdentityProblem, string> = {
  shape: '身份证号码应为 18 位，请核对',
  date: '身份证号码中的出生日期不存在，请核对',
  check: '身份证号码的校验位不对，请核对',
};

/** A child is registered without a document until this age. */
const newbornUntilAge = 1;

/**
 * Birth date and sex: derived from a resident number, else as given.
 * @throws INVALID_FIELD naming the field that is wrong or contradicts the document
 */
export function birthAndSexOf(given: GivenIdentity, today: LocalDate): BirthAndSex {
  if (given.identityType === 'resident-id') return fromResidentNumber(given, today);
  const { birthDate, gender } = given;
  if (!birthDate) throw fieldError('body.birthDate', '请填写出生日期');
  if (!gender) throw fieldError('body.gender', '请选择性别');
  if (birthDate > today) throw fieldError('body.birthDate', '出生日期不能晚于今天');
  if (birthDate < '1880-01-01') throw fieldError('body.birthDate', '出生日期太早，请核对');
  if (given.identityType === 'newborn' && ageOn(birthDate, today) >= newbornUntilAge) {
    throw fieldError('body.identityType', '满一周岁请使用身份证件登记');
  }
  return { birthDate, gender };
}

function fromResidentNumber(given: GivenIdentity, today: LocalDate): BirthAndSex {
  const read = readResidentIdentity(given.identityNumber, today);
  if (!read.ok) throw fieldError('body.identityNumber', problems[read.problem]);
  if (given.birthDate && given.birthDate !== read.value.birthDate) {
    throw fieldError('body.birthDate', '出生日期与身份证号码不一致');
  }
  if (given.gender && given.gender !== read.value.gender) {
    throw fieldError('body.gender', '性别与身份证号码不一致');
  }
  return read.value;
}

export function isMinor(birthDate: LocalDate, today: LocalDate): boolean {
  return ageOn(birthDate, today) < guardianConsentAge;
}

const guardians: readonly Relation[] = ['child', 'sibling', 'other'];

/**
 * A child under 14 is added by a guardian: parent, grown-up sibling or another one.
 * @throws INVALID_FIELD
 */
export function requireGuardianRelation(relation: Relation): void {
  if (!guardians.includes(relation)) {
    throw fieldError('body.relation', '未满 14 周岁须由监护人添加，请选择子女或其他');
  }
}

/** @throws INVALID_FIELD */
export function requireGuardian(relation: Relation, guardianConsent: boolean): void {
  requireGuardianRelation(relation);
  if (!guardianConsent) {
    throw fieldError('body.guardianConsent', '未满 14 周岁须由监护人同意');
  }
}
