/** 就诊人, as an account sees them, and what both sides of a patient share. */
import { z } from 'zod';
import { genders, identityTypes, recordIdentityTypes, relations } from './wire/enums';
import { isIdentityShape, normalizeIdentityNumber } from './pure/identity-number';
import {
  id,
  instant,
  listOf,
  localDate,
  optionalText,
  pageOf,
  pageQuery,
  personName,
  phone,
  smsCode,
} from './common';
import { operation } from './operation';

const tag = 'patients';

/**
 * The identity part of a patient. With a mainland resident number birth date and sex are derived
 * from it and may be left out; a newborn has no number and needs both.
 */
export const identityFields = {
  name: personName,
  identityType: z.enum(identityTypes),
  identityNumber: z.string().trim().max(30).default('').transform(normalizeIdentityNumber),
  birthDate: localDate.optional(),
  gender: z.enum(genders).optional(),
};

export function checkIdentity(
  value: {
    identityType: (typeof identityTypes)[number];
    identityNumber: string;
    birthDate?: string | undefined;
    gender?: string | undefined;
  },
  refuse: (path: string, message: string) => void,
): void {
  const { identityType, identityNumber } = value;
  if (!isIdentityShape(identityType, identityNumber)) {
    const message =
      identityType === 'newborn' ? '新生儿登记不需要证件号' : '证件号码格式不正确，请核对';
    refuse('identityNumber', message);
  }
  if (identityType !== 'resident-id') {
    if (!value.birthDate) refuse('birthDate', '请填写出生日期');
    if (!value.gender) refuse('gender', '请选择性别');
  }
}

export const profileFields = {
  cardNumber: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9-]{0,32}$/, '就诊卡号只能是字母、数字和短横线')
    .default(''),
  allergies: optionalText(500).default(''),
  medicalHistory: optionalText(1000).default(''),
};

export const ClaimPatientRequest = z
  .object({
    ...identityFields,
    phone,
    relation: z.enum(relations),
    ...profileFields,
    guardianConsent: z
      .boolean()
      .default(false)
      .meta({ description: 'Required true for a child under 14: the guardian consents' }),
  })
  .superRefine((value, ctx) =>
    checkIdentity(value, (path, message) =>
      ctx.addIssue({ code: 'custom', path: [path], message }),
    ),
  )
  .meta({ id: 'ClaimPatientRequest' });

/** A 就诊人 of the signed-in account. */
export const MyPatient = z
  .object({
    id,
    name: z.string(),
    nameMasked: z.string(),
    gender: z.enum(genders),
    birthDate: localDate,
    age: z.int(),
    identityType: z.enum(recordIdentityTypes),
    identityNumberMasked: z.string(),
    phoneMasked: z.string(),
    relation: z.enum(relations),
    isDefault: z.boolean(),
    isMinor: z.boolean().meta({ description: 'Under 14' }),
    cardNumber: z.string(),
    allergies: z.string(),
    medicalHistory: z.string(),
    version: z.int(),
  })
  .meta({ id: 'MyPatient' });

export const RecordView = z
  .object({
    id,
    at: instant,
    staffName: z.string(),
    staffRole: z.string(),
    action: z.string().meta({ description: 'What was done, in Chinese' }),
    reason: z.string().nullable(),
  })
  .meta({ id: 'RecordView' });

export const patientParams = z.object({ patientId: id });
const ownPatient = { by: 'account', owns: 'patient', consent: 'health-data' } as const;

export const portalPatientOperations = {
  listMyPatients: operation('listMyPatients', {
    summary: 'The 就诊人 of this account, default first',
    tag,
    access: { by: 'account' },
    response: listOf(MyPatient),
  }),
  claimPatient: operation('claimPatient', {
    summary: 'Ask to act for a patient; a code goes to the phone on file, or to the phone given',
    tag,
    access: { by: 'account', consent: 'health-data' },
    limit: 'identity',
    errors: ['PATIENT_LIMIT_REACHED'],
    body: ClaimPatientRequest,
    response: z
      .object({ claimId: id, expiresAt: instant, retryAfterSeconds: z.int() })
      .meta({ description: 'The same for a person known here and a new one' }),
  }),
  confirmPatientClaim: operation('confirmPatientClaim', {
    summary: 'Confirm by the code; the patient is registered or linked',
    tag,
    access: { by: 'account', owns: 'claim', consent: 'health-data' },
    limit: 'identity',
    errors: ['CODE_INVALID', 'PATIENT_LIMIT_REACHED', 'IDENTITY_MISMATCH'],
    params: z.object({ claimId: id }),
    body: z.object({ code: smsCode }),
    response: MyPatient,
  }),
  getMyPatient: operation('getMyPatient', {
    summary: 'One 就诊人',
    tag,
    access: ownPatient,
    params: patientParams,
    response: MyPatient,
  }),
  updateMyPatient: operation('updateMyPatient', {
    summary: 'Change relation, card number, allergies and history',
    tag,
    access: ownPatient,
    errors: ['VERSION_CONFLICT'],
    params: patientParams,
    body: z.object({ relation: z.enum(relations), ...profileFields, version: z.int() }),
    response: MyPatient,
  }),
  unlinkMyPatient: operation('unlinkMyPatient', {
    summary: 'Stop acting for this patient; the record itself stays',
    tag,
    access: { by: 'account', owns: 'patient' },
    errors: ['OUTSTANDING_APPOINTMENTS'],
    params: patientParams,
  }),
  setDefaultPatient: operation('setDefaultPatient', {
    summary: 'Make this the patient chosen first',
    tag,
    access: ownPatient,
    params: patientParams,
    response: MyPatient,
  }),
  listMyRecordViews: operation('listMyRecordViews', {
    summary: 'Which staff looked at this record, when and why',
    tag,
    access: ownPatient,
    params: patientParams,
    query: z.object(pageQuery),
    response: pageOf(RecordView),
  }),
};
