import { residentCheckDigit, type ResidentIdentity } from '@suizhen/contract';
import { addDays } from '../../src/kernel/local-date';
import { nameOf } from '../fixtures';

/** Somebody whom the hospital's own system has known for years. */
export interface HospitalPerson extends ResidentIdentity {
  id: string;
  name: string;
  identityNumber: string;
  phone: string;
  address: string;
  cardNumber: string;
  changedAt: Date;
}

/** Of the area a number was issued in. */
const areas = ['310101', '310104', '320102', '320505', '330106', '340104', '350203', '440305'];
const roads = [
  '中山北路',
  '延安西路',
  '人民路',
  '解放大道',
  '建设路',
  '和平街',
  '文化路',
  '滨江大道',
];
const phonePrefixes = ['130', '135', '138', '150', '158', '177', '186', '199'];
/** Birthdays from 1938 on; `days` of them, so that a number comes twice after a hundred times as many people. */
const firstBirthday = '1938-01-01';
const days = 25_000;

/** The same people for the same numbers in every run; no two share a document, a card or a time of change. */
export function peopleOf(first: number, count: number, newest: Date): HospitalPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const changedAt = new Date(newest.getTime() - (count - 1 - index) * 1_000);
    return personOf(first + index, changedAt);
  });
}

function personOf(n: number, changedAt: Date): HospitalPerson {
  const birthDate = addDays(firstBirthday, (n * 7) % days);
  const order = Math.floor(n / days) * 10 + (n % 10);
  const area = areas[n % areas.length]!;
  const first17 = `${area}${birthDate.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  const tail = String((n * 7_919) % 100_000_000).padStart(8, '0');
  return {
    id: `P${String(n).padStart(8, '0')}`,
    name: nameOf(n),
    gender: order % 2 === 1 ? 'male' : 'female',
    birthDate,
    identityNumber: first17 + residentCheckDigit(first17),
    phone: `${phonePrefixes[n % phonePrefixes.length]}${tail}`,
    address: `${roads[n % roads.length]} ${1 + (n % 900)} 号`,
    cardNumber: `ZY${String(n).padStart(9, '0')}`,
    changedAt,
  };
}
