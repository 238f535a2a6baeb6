import type { LocalDate } from '../../src/kernel/local-date';
import { branches, type BranchCode } from './data/branches';
import { inventPerson, type Person } from './people';
import { Seeded } from './seeded';

export const townSize = 260;

const allergies = ['青霉素过敏', '头孢类过敏', '磺胺类过敏', '海鲜过敏'];
const histories = [
  '高血压',
  '2 型糖尿病',
  '冠心病，支架术后',
  '慢性胃炎',
  '支气管哮喘',
  '甲状腺结节',
];

export interface TownPerson {
  person: Person;
  registeredDaysAgo: number;
  registeredMinute: number;
  branch: BranchCode;
  hasCard: boolean;
  allergies: string;
  medicalHistory: string;
  careClass: 'key' | 'special' | 'regular';
  /** Somebody to call instead. */
  contactName: string | null;
}

/** Everybody of the town, in the order of their numbers; the same for the same day. */
export function townPeople(today: LocalDate): TownPerson[] {
  const random = new Seeded('town');
  return Array.from({ length: townSize }, (_, n) => {
    const person = inventPerson(random, n, today);
    const registeredDaysAgo = random.int(60, 900);
    const branch = random.pick(branches).code;
    return {
      person,
      registeredDaysAgo,
      branch,
      registeredMinute: random.int(0, 500),
      hasCard: random.chance(0.7),
      allergies: random.chance(0.12) ? random.pick(allergies) : '',
      medicalHistory: random.chance(0.25) ? random.pick(histories) : '',
      careClass: random.chance(0.08) ? 'key' : random.chance(0.04) ? 'special' : 'regular',
      contactName: random.chance(0.4) ? inventPerson(random, n, today).name : null,
    };
  });
}
