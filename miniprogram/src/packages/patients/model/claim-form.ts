/** The form of a new 就诊人: what is derived, what is missing. Pure, so that it can be tested. */
import {
  ageOn,
  guardianConsentAge,
  isIdentityShape,
  normalizeIdentityNumber,
  readResidentIdentity,
  type Gender,
  type IdentityProblem,
  type IdentityType,
  type Relation,
} from '@suizhen/contract/wire';

export interface ClaimForm {
  name: string;
  identityType: IdentityType;
  identityNumber: string;
  birthDate: string;
  gender: Gender | null;
  phone: string;
  relation: Relation | null;
  cardNumber: string;
  allergies: string;
  medicalHistory: string;
  guardianConsent: boolean;
}

export const emptyClaim: ClaimForm = {
  name: '',
  identityType: 'resident-id',
  identityNumber: '',
  birthDate: '',
  gender: null,
  phone: '',
  relation: null,
  cardNumber: '',
  allergies: '',
  medicalHistory: '',
  guardianConsent: false,
};

export type ClaimProblems = Partial<Record<keyof ClaimForm, string>>;

export interface Derived {
  birthDate: string;
  gender: Gender | null;
  /** Why the number is refused, once it is complete. */
  problem: string | null;
}

const problemWords: Record<IdentityProblem, string> = {
  shape: '身份证号是 18 位，最后一位可以是 X',
  date: '号码里的出生日期不存在，请核对',
  check: '最后一位对不上，请核对号码',
};

/** Birth date and sex: read from a mainland number as soon as it is complete, else as typed. */
export function derive(form: ClaimForm, today: string): Derived {
  const { identityType, identityNumber } = form;
  if (identityType !== 'resident-id') {
    const isWrong = identityNumber !== '' && !isIdentityShape(identityType, identityNumber);
    return {
      birthDate: form.birthDate,
      gender: form.gender,
      problem: isWrong ? '证件号码格式不正确，请核对' : null,
    };
  }
  if (normalizeIdentityNumber(identityNumber).length < 18) {
    return { birthDate: '', gender: null, problem: null };
  }
  const result = readResidentIdentity(identityNumber, today);
  return result.ok
    ? { ...result.value, problem: null }
    : { birthDate: '', gender: null, problem: problemWords[result.problem] };
}

/** Under 14 the guardian consents. */
export const isChild = (birthDate: string, today: string): boolean =>
  birthDate !== '' && ageOn(birthDate, today) < guardianConsentAge;

const phoneShape = /^1[3-9]\d{9}$/;

/** What stands in the way of sending, by input; empty when nothing does. */
export function problemsOf(form: ClaimForm, today: string): ClaimProblems {
  const derived = derive(form, today);
  const problems: ClaimProblems = {};
  if (form.name.trim() === '') problems.name = '请填写姓名';
  const number = identityProblem(form, derived);
  if (number) problems.identityNumber = number;
  if (form.identityType !== 'resident-id') {
    if (!form.birthDate) problems.birthDate = '请选择出生日期';
    else if (form.birthDate > today) problems.birthDate = '出生日期不能晚于今天';
    if (!form.gender) problems.gender = '请选择性别';
  }
  if (!phoneShape.test(form.phone.trim())) problems.phone = '请填写 11 位手机号';
  if (!form.relation) problems.relation = '请选择与您的关系';
  if (isChild(derived.birthDate, today) && !form.guardianConsent) {
    problems.guardianConsent = '未满 14 周岁，需要监护人同意';
  }
  return problems;
}

function identityProblem(form: ClaimForm, derived: Derived): string | null {
  if (form.identityType === 'newborn') return null;
  if (form.identityNumber.trim() === '') return '请填写证件号码';
  if (derived.problem) return derived.problem;
  return isIdentityShape(form.identityType, form.identityNumber)
    ? null
    : form.identityType === 'resident-id'
      ? problemWords.shape
      : '证件号码格式不正确，请核对';
}

/** The request, once there are no problems. */
export function claimRequest(form: ClaimForm, today: string) {
  const { birthDate, gender } = derive(form, today);
  return {
    name: form.name.trim(),
    identityType: form.identityType,
    identityNumber:
      form.identityType === 'newborn' ? '' : normalizeIdentityNumber(form.identityNumber),
    ...(birthDate ? { birthDate } : {}),
    ...(gender ? { gender } : {}),
    phone: form.phone.trim(),
    relation: form.relation ?? 'other',
    cardNumber: form.cardNumber.trim(),
    allergies: form.allergies.trim(),
    medicalHistory: form.medicalHistory.trim(),
    guardianConsent: form.guardianConsent,
  };
}
