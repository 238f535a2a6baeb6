import type { Client } from 'pg';
import { addDays } from '../../src/kernel/local-date';
import type { Secrets } from '../../src/kernel/secrets';
import { areas, femaleNames, maleNames, surnames } from './data/names';
import { addRows, type DemoContext } from './demo-context';
import { fictitiousPhone, patientRow, residentNumber } from './people';
import { demoId, Seeded } from './seeded';

const batch = 5_000;
/** Where rebuilding an index over all names costs less than adding to it row by row. */
const manyFrom = 50_000;
const daysOfBirth = 30_000;

/** Patients for measuring: so many that a search which scans is found out. */
export async function addManyPatients(
  client: Client,
  secrets: Secrets,
  count: number,
): Promise<string> {
  const started = Date.now();
  const sql: DemoContext['sql'] = {
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
  };
  if (count >= manyFrom) await client.query('drop index if exists patient_name_grams');
  for (let start = 0; start < count; start += batch) {
    const size = Math.min(batch, count - start);
    const rows = Array.from({ length: size }, (_, index) => manyPatient(secrets, start + index));
    await addRows(sql, 'patient', rows);
  }
  await client.query(
    'create index if not exists patient_name_grams on patient using gin (name_grams)',
  );
  await client.query('vacuum analyze patient');
  return `${count} patients for measuring (${Math.round((Date.now() - started) / 1000)} s)`;
}

/** The n-th of them; documents differ by place, day of birth and serial. */
function manyPatient(secrets: Secrets, n: number) {
  const random = new Seeded(`many/${n}`);
  const gender = n % 2 === 0 ? 'female' : 'male';
  const [area] = areas[n % areas.length] ?? areas[0];
  const dayIndex = Math.floor(n / areas.length) % daysOfBirth;
  const birthDate = addDays('1938-01-01', dayIndex);
  const serial = 200 + (Math.floor(n / (areas.length * daysOfBirth)) % 300);
  const given = gender === 'female' ? femaleNames : maleNames;
  const middle = random.chance(0.3) ? '' : random.pick('文明晓建国春秋海天雨雪云'.split(''));
  const name = `${random.pick(surnames)}${middle}${random.pick(given)}`;
  const person = {
    name,
    gender,
    birthDate,
    identityType: 'resident-id',
    identityNumber: residentNumber(area, birthDate, gender, serial),
    phone: fictitiousPhone(1_000_000 + n),
    address: '',
  } as const;
  return patientRow(secrets, person, {
    id: demoId('patient', `many/${n}`),
    registeredAt: new Date('2025-01-01T08:00:00+08:00'),
    branchId: null,
  });
}
