/** Who is known in both: the hospital's own system and the product meet in the same people. */
import { portalAccounts } from '../../../demo-data/accounts';
import { familyPerson } from '../../../demo-data/family-people';
import { townPeople } from '../../../demo-data/town-people';
import type { Hospital, HospitalPatient } from './model';

export interface HospitalPerson {
  /** As demo-data names them. */
  key: string;
  patient: HospitalPatient;
}

/** Of the town, so many have been in each branch; few, so that a first sync is no wait. */
const ofTown = { MAIN: [0, 24], PARK: [24, 36] } as const;

export function population(branch: Hospital['branch'], today: string): HospitalPerson[] {
  const [from, to] = ofTown[branch];
  const town = townPeople(today)
    .slice(from, to)
    .flatMap(({ person }, index): HospitalPerson[] =>
      person.identityType === 'resident-id' && person.gender !== 'unknown'
        ? [{ key: `town/${from + index}`, patient: patientOf(person, 500 + from + index) }]
        : [],
    );
  return branch === 'MAIN' ? [...families(), ...town] : town;
}

function families(): HospitalPerson[] {
  return portalAccounts.flatMap(({ phone, family }, place) =>
    family.map((member, index) => ({
      key: `${phone}/${index}`,
      patient: patientOf(familyPerson(phone, member, index), (place + 1) * 10 + index),
    })),
  );
}

type Known = Pick<
  HospitalPatient,
  'name' | 'birthDate' | 'identityNumber' | 'phone' | 'address'
> & { gender: string };

function patientOf(person: Known, number: number): HospitalPatient {
  return {
    id: `P${1_000_000 + number}`,
    name: person.name,
    gender: person.gender === 'male' ? 'male' : 'female',
    birthDate: person.birthDate,
    identityNumber: person.identityNumber,
    phone: person.phone,
    address: person.address,
    cardNumber: '',
  };
}
