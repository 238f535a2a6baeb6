/** A patient's row and its faces: to its own people, and to staff. */
import {
  ageOn,
  maskName,
  type CareClass,
  type Gender,
  type RecordIdentityType,
  type Relation,
  type ResponseOf,
} from '@suizhen/contract';
import type { LocalDate, Secrets } from '../../kernel';
import { isMinor } from './patient-identity';
import { maskedAddressOf, maskedIdentityOf, maskedNameOf, maskedPhoneOf } from './patient-secrets';

export interface PatientRecord extends Record<string, unknown> {
  id: string;
  name: string;
  gender: Gender;
  birth_date: LocalDate;
  identity_type: RecordIdentityType;
  identity_cipher: string | null;
  phone_cipher: string;
  phone_index: string;
  address_cipher: string | null;
  contact_name_cipher: string | null;
  contact_phone_cipher: string | null;
  card_number: string;
  care_class: CareClass;
  allergies: string;
  medical_history: string;
  notes: string;
  registered_at: Date;
  last_visit_date: LocalDate | null;
  locked_at: Date | null;
  version: number;
}

/** The columns of `PatientRecord`, of `patient p`. */
export const patientColumns = `p.id, p.name, p.gender, p.birth_date::text, p.identity_type, p.identity_cipher,
  p.phone_cipher, p.phone_index, p.address_cipher, p.contact_name_cipher, p.contact_phone_cipher, p.card_number,
  p.care_class, p.allergies, p.medical_history, p.notes, p.registered_at, p.last_visit_date::text, p.locked_at,
  p.version`;

export interface ProxiedPatient extends PatientRecord {
  relation: Relation;
  is_default: boolean;
}

export type MyPatient = ResponseOf<'getMyPatient'>;
export type PatientRow = ResponseOf<'searchPatients'>['items'][number];
export type PatientDetail = ResponseOf<'getPatient'>;

/** To an account that acts for the patient. */
export function presentMyPatient(
  row: ProxiedPatient,
  secrets: Secrets,
  today: LocalDate,
): MyPatient {
  return {
    id: row.id,
    name: row.name,
    nameMasked: maskName(row.name),
    gender: row.gender,
    birthDate: row.birth_date,
    age: ageOn(row.birth_date, today),
    identityType: row.identity_type,
    identityNumberMasked: maskedIdentityOf(secrets, row.identity_cipher),
    phoneMasked: maskedPhoneOf(secrets, row.phone_cipher),
    relation: row.relation,
    isDefault: row.is_default,
    isMinor: isMinor(row.birth_date, today),
    cardNumber: row.card_number,
    allergies: row.allergies,
    medicalHistory: row.medical_history,
    version: row.version,
  };
}

/** How a reader among the staff sees patients. */
export interface StaffView {
  secrets: Secrets;
  today: LocalDate;
  /** The name in clear; everything else stays masked until it is revealed. */
  seesClear: boolean;
}

export function presentPatientRow(row: PatientRecord, view: StaffView): PatientRow {
  const nameMasked = maskName(row.name);
  return {
    id: row.id,
    nameMasked,
    name: view.seesClear ? row.name : nameMasked,
    gender: row.gender,
    birthDate: row.birth_date,
    age: ageOn(row.birth_date, view.today),
    phoneMasked: maskedPhoneOf(view.secrets, row.phone_cipher),
    identityNumberMasked: maskedIdentityOf(view.secrets, row.identity_cipher),
    cardNumber: row.card_number,
    careClass: row.care_class,
    lastVisitDate: row.last_visit_date,
  };
}

export interface PatientCounts {
  proxies: number;
  appointments: number;
  noShows: number;
}

export function presentPatientDetail(
  row: PatientRecord,
  view: StaffView,
  counts: PatientCounts,
  may: { update: boolean; reveal: boolean },
): PatientDetail {
  return {
    ...presentPatientRow(row, view),
    identityType: row.identity_type,
    addressMasked: maskedAddressOf(view.secrets, row.address_cipher),
    allergies: row.allergies,
    medicalHistory: row.medical_history,
    contactNameMasked: maskedNameOf(view.secrets, row.contact_name_cipher),
    contactPhoneMasked: maskedPhoneOf(view.secrets, row.contact_phone_cipher),
    notes: row.notes,
    isLocked: row.locked_at !== null,
    ...counts,
    registeredAt: row.registered_at.toISOString(),
    version: row.version,
    mayUpdate: may.update && row.locked_at === null,
    mayReveal: may.reveal,
  };
}
