import type { IdentityType } from '@suizhen/contract';

/** Who numbers what. Ours are URNs, since nothing has to be found behind them. */
export const systems = {
  ourPatient: 'urn:suizhen:patient',
  ourAppointment: 'urn:suizhen:appointment',
  card: 'urn:suizhen:card',
  department: 'urn:suizhen:department',
  doctor: 'urn:suizhen:doctor',
  cancelReason: 'urn:suizhen:cancel-reason',
} as const;

/** What FHIR has no place for, and a visit in China has. */
export const extensions = {
  treatment: 'urn:suizhen:encounter-treatment',
  advice: 'urn:suizhen:encounter-advice',
} as const;

/** Documents by the OID of the national register (WS 364), the first of each being the one we write. */
export const identitySystems: Record<Exclude<IdentityType, 'newborn'>, readonly string[]> = {
  'resident-id': ['urn:oid:2.16.156.10011.1.3', 'http://hl7.org.cn/fhir/sid/resident-id'],
  passport: ['urn:oid:2.16.156.10011.1.7', 'http://hl7.org/fhir/sid/passport-CHN'],
  'hk-macao-permit': ['urn:oid:2.16.156.10011.1.8'],
  'taiwan-permit': ['urn:oid:2.16.156.10011.1.9'],
};

/** HL7 table 0203, where an identifier says its type and not its system. */
export const identityTypeCodes: Record<string, IdentityType> = {
  NNCHN: 'resident-id',
  PPN: 'passport',
};

/** Medical record and card numbers of table 0203. */
export const cardTypeCodes: readonly string[] = ['MR', 'PI', 'HC'];
