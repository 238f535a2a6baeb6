import { residentNumber } from '../../dev/demo-data/people';
import type { Hl7Patient } from '../../dev/simulators/his/hl7';

const phones = 7;

/** The nth inhabitant, the same in every run; names are their own, so that nobody is taken for another. */
export function human(n: number, id: string): Hl7Patient {
  const gender = n % 2 ? 'female' : 'male';
  const birthDate = `${1950 + (n % 49)}-0${1 + (n % 9)}-1${n % 10}`;
  return {
    id,
    name: `演练${n}`,
    gender,
    birthDate,
    identityNumber: residentNumber('110101', birthDate, gender, n % 500),
    phone: phoneOf(n, 0),
  };
}

/** A second dossier of the same person, as an emergency room makes it: no document, no phone. */
export function dossier({ name, gender, birthDate }: Hl7Patient, id: string): Hl7Patient {
  return { id, name, gender, birthDate, identityNumber: '', phone: '' };
}

/** Few numbers each, so that somebody also goes back to an old one. */
export const phoneOf = (n: number, letter: number): string =>
  `139${String(n).padStart(6, '0')}${String(letter % phones).padStart(2, '0')}`;
