/** Fictitious people: their documents are well-formed, agree with birth date and sex, and are nobody's. */
import { residentCheckDigit, type Gender, type IdentityType } from '@suizhen/contract';
import { addDays, type LocalDate } from '../../src/kernel/local-date';
import { nameGrams, pinyinInitials } from '../../src/modules/patients/patient-name';
import { identityIndexOf, phoneColumns } from '../../src/modules/patients/patient-secrets';
import type { Secrets } from '../../src/kernel/secrets';
import { areas, femaleNames, maleNames, streets, surnames } from './data/names';
import type { Seeded } from './seeded';

export interface Person {
  name: string;
  gender: Gender;
  birthDate: LocalDate;
  identityType: IdentityType;
  identityNumber: string;
  phone: string;
  address: string;
}

/**
 * A resident number: place, birth date, a serial whose parity says the sex, check digit.
 * @param serial 0–499, so that two people of one day and place differ
 */
export function residentNumber(
  area: string,
  birthDate: LocalDate,
  gender: 'male' | 'female',
  serial: number,
): string {
  const order = serial * 2 + (gender === 'male' ? 1 : 0);
  const first17 = `${area}${birthDate.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  return first17 + residentCheckDigit(first17);
}

/** 199 0xxx xxxx: the simulated phones of the demonstration. */
export const fictitiousPhone = (n: number): string => `1990${String(n).padStart(7, '0')}`;

/** The n-th person of the town; the same for the same n and day of birth of the town. */
export function inventPerson(random: Seeded, n: number, today: LocalDate): Person {
  const gender = random.chance(0.52) ? 'female' : 'male';
  const age = random.pick([2, 6, 11, 19, 24, 28, 31, 34, 38, 42, 47, 51, 56, 61, 66, 71, 76, 83]);
  const birthDate = addDays(today, -Math.round(age * 365.25) - random.int(0, 900));
  const [area, place] = random.pick(areas);
  return {
    name: random.pick(surnames) + random.pick(gender === 'male' ? maleNames : femaleNames),
    gender,
    birthDate,
    ...documentOf(random, n, { area, birthDate, gender }),
    phone: fictitiousPhone(100_000 + n),
    address: `${place}${random.pick(streets)} ${random.int(1, 320)} 号`,
  };
}

/** Nine in ten have a resident number; the others what visitors and newborns have. */
function documentOf(
  random: Seeded,
  n: number,
  who: { area: string; birthDate: LocalDate; gender: 'male' | 'female' },
): Pick<Person, 'identityType' | 'identityNumber'> {
  const digits = (length: number) =>
    Array.from({ length }, () => String(random.int(0, 9))).join('');
  switch (n % 40) {
    case 7:
      return { identityType: 'passport', identityNumber: `E${digits(8)}` };
    case 17:
      return { identityType: 'hk-macao-permit', identityNumber: `H${digits(8)}` };
    case 27:
      return { identityType: 'taiwan-permit', identityNumber: digits(8) };
    default:
      return {
        identityType: 'resident-id',
        identityNumber: residentNumber(who.area, who.birthDate, who.gender, random.int(0, 99)),
      };
  }
}

/** The row of table `patient` without what only this patient has (card, history). */
export function patientRow(
  secrets: Secrets,
  person: Person,
  more: { id: string; registeredAt: Date; branchId: string | null },
) {
  const { identityType, identityNumber } = person;
  return {
    id: more.id,
    name: person.name,
    name_grams: nameGrams(person.name),
    pinyin_initials: pinyinInitials(person.name),
    gender: person.gender,
    birth_date: person.birthDate,
    identity_type: identityType,
    identity_cipher: secrets.encryptOptional(identityNumber),
    identity_index: identityIndexOf(secrets, identityType, identityNumber),
    ...phoneColumns(secrets, person.phone),
    address_cipher: secrets.encryptOptional(person.address),
    contact_name_cipher: null as string | null,
    contact_phone_cipher: null as string | null,
    card_number: '',
    care_class: 'regular',
    allergies: '',
    medical_history: '',
    notes: '',
    registered_at: more.registeredAt.toISOString(),
    registered_branch_id: more.branchId,
    version: 1,
  };
}
