/** What a patient of theirs becomes here. Pure. */
import type { RecordIdentityType } from '@suizhen/contract';
import type { PatientFacts } from '../../patients';
import { changesOf, comparedFields, sidesOfTheirs } from '../agreement/compare-patient';
import type { CanonicalPatient } from '../canonical';

export function factsOf(patient: CanonicalPatient): PatientFacts {
  const theirs = sidesOfTheirs(patient);
  const said = comparedFields.filter((field) => theirs[field] !== '');
  return {
    gender: 'unknown',
    phone: '',
    address: '',
    cardNumber: '',
    identityType: documentless(patient),
    identityNumber: '',
    name: theirs.name,
    birthDate: theirs.birthDate,
    ...changesOf(said, theirs),
  };
}

/** What they say of a patient and nothing here keeps. */
export function leftOutOf(patient: CanonicalPatient): string[] {
  const isOtherPhone = patient.phone !== '' && sidesOfTheirs(patient).phone === '';
  return [...(patient.isDeceased ? ['已故标志'] : []), ...(isOtherPhone ? ['电话不是手机号'] : [])];
}

function documentless(patient: CanonicalPatient): RecordIdentityType {
  return patient.identity?.type === 'newborn' ? 'newborn' : 'hospital-record';
}
