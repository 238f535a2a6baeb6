import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch, aPatient } from '../../../../test/support/clinic';
import {
  aCanonicalPatient,
  aReportItem,
  FakeHospital,
  rawItem,
} from '../../../../test/support/fake-hospital';
import { signInAccount } from '../../../../test/support/people';
import type { CanonicalPatient } from '../canonical';
import type { RawItem } from '../ports';
import { InboundStore } from './inbound-store';
import { NewPatientMessages } from './new-patient-messages';
import { TakeIn } from './take-in.job';

let app: TestApp;
let hospital: FakeHospital;
let branchId: string;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FakeHospital.of(app);
  branchId = await aBranch(app);
});
afterAll(async () => app?.close());

const messageOf = (patient: CanonicalPatient): RawItem =>
  rawItem(
    'patient',
    { items: [{ type: 'patient', patient }] },
    { externalId: patient.externalId, orderKey: patient.externalId },
  );
const many = (count: number) => Array.from({ length: count }, () => aCanonicalPatient());

async function takeAllIn(systemId: string, items: readonly RawItem[]): Promise<void> {
  await (await app.get(InboundStore)).receive(systemId, items);
  // Two lanes may meet the same document at one moment: the later one comes again after a while.
  do while ((await app.runJob(TakeIn)) > 0);
  while (await isAnythingPostponed(systemId));
}

async function isAnythingPostponed(systemId: string): Promise<boolean> {
  const { rowCount } = await app.sql.query(
    `update inbound_message set next_at = null where system_id = $1 and state = 'received'`,
    [systemId],
  );
  return (rowCount ?? 0) > 0;
}

async function messagesOf(systemId: string) {
  const { rows } = await app.sql.query(
    `select m.external_id, m.state, m.fault, m.patient_id, m.processed_at, x.internal_id, x.agreed is not null as agrees,
       x.source_seq = m.seq as is_source
       from inbound_message m left join external_id x
         on x.system_id = m.system_id and x.kind = 'patient' and x.external_id = m.external_id
      where m.system_id = $1 order by m.seq`,
    [systemId],
  );
  return rows as {
    external_id: string;
    state: string;
    fault: string | null;
    patient_id: string | null;
    processed_at: Date;
    internal_id: string | null;
    agrees: boolean;
    is_source: boolean;
  }[];
}

async function registered(systemId: string): Promise<number> {
  const { rows } = await app.sql.query(
    `select count(*)::int as count from outbox
      where event = 'patient.registered' and payload ->> 'fromSystemId' = $1`,
    [systemId],
  );
  return (rows[0] as { count: number }).count;
}

it('takes those who are plainly new together, everybody once', async () => {
  const { id } = await hospital.connect(branchId);
  const patients = many(60);
  await takeAllIn(id, patients.map(messageOf));
  const rows = await messagesOf(id);
  expect(rows.every((row) => row.state === 'processed' && row.agrees && row.is_source)).toBe(true);
  expect(rows.every((row) => row.patient_id === row.internal_id)).toBe(true);
  expect(new Set(rows.map((row) => row.patient_id)).size).toBe(60);
  expect(new Set(rows.map((row) => row.processed_at.getTime())).size).toBeLessThan(30);
  expect(await registered(id)).toBe(60);
  const { rows: people } = await app.sql.query(
    `select p.name, p.gender, p.birth_date::text, p.identity_type, p.registered_branch_id from patient p
       join external_id x on x.internal_id = p.id where x.system_id = $1 group by 1, 2, 3, 4, 5`,
    [id],
  );
  expect(people).toEqual([
    {
      name: '张建国',
      gender: 'male',
      birth_date: '1975-02-03',
      identity_type: 'passport',
      registered_branch_id: branchId,
    },
  ]);
});

it('leaves to a closer look who may be somebody already, and stops for nobody', async () => {
  const { id } = await hospital.connect(branchId);
  const { accountId } = await signInAccount(app);
  await aPatient(app, {
    name: '张建国',
    identityNumber: 'SELF0002',
    phone: '13700000000',
    proxies: [accountId],
  });
  const document = (number: string) => ({ identity: { type: 'passport' as const, number } });
  const selfRegistered = aCanonicalPatient(document('SELF0002'));
  const twice = aCanonicalPatient(document('TWICE0001'));
  const again = aCanonicalPatient(document('TWICE0001'));
  const ofCard = aCanonicalPatient({ identity: null, cardNumber: 'K77', name: '李四' });
  const sameCard = aCanonicalPatient({ identity: null, cardNumber: 'K77', name: '王五' });
  const unborn = aCanonicalPatient({ birthDate: '1730-01-01' });
  const refused = aCanonicalPatient({ name: '张\u0000三' });
  const odd = [selfRegistered, twice, again, ofCard, sameCard, unborn, refused];
  await takeAllIn(id, [...many(20), ...odd, ...many(20)].map(messageOf));
  const rows = await messagesOf(id);
  const of = (patient: CanonicalPatient) =>
    rows.find((row) => row.external_id === patient.externalId)!;
  expect(of(selfRegistered)).toMatchObject({ state: 'quarantined', fault: 'conflict' });
  expect(of(unborn)).toMatchObject({ state: 'quarantined', fault: 'absurd-date' });
  expect(of(refused)).toMatchObject({ state: 'quarantined', fault: 'internal' });
  expect(of(again).patient_id).toBe(of(twice).patient_id);
  expect(of(sameCard).patient_id).not.toBe(of(ofCard).patient_id);
  expect(rows.filter((row) => row.state === 'processed')).toHaveLength(44);
  expect(await registered(id)).toBe(43);
});

it('does all of it or nothing: what broke off is taken up again, and nobody comes twice', async () => {
  const { id } = await hospital.connect(branchId);
  const messages = await app.get(NewPatientMessages);
  const broken = vi.spyOn(messages, 'settle').mockRejectedValueOnce(new Error('killed'));
  await takeAllIn(id, many(30).map(messageOf));
  expect(broken).toHaveBeenCalled();
  broken.mockRestore();
  const rows = await messagesOf(id);
  expect(rows.every((row) => row.state === 'processed')).toBe(true);
  expect(new Set(rows.map((row) => row.internal_id)).size).toBe(30);
  expect(await registered(id)).toBe(30);
});

it('lets go what waited for one of them', async () => {
  const { id } = await hospital.connect(branchId);
  const patients = many(12);
  const reports = patients.map(({ externalId }) =>
    rawItem('report', { items: [aReportItem(externalId)] }, { orderKey: externalId }),
  );
  await takeAllIn(id, reports);
  expect((await messagesOf(id)).every((row) => row.fault === 'unknown-patient')).toBe(true);
  await takeAllIn(id, patients.map(messageOf));
  const rows = await messagesOf(id);
  expect(rows.every((row) => row.state === 'processed' && row.patient_id !== null)).toBe(true);
});

it('several workers side by side take everybody once', async () => {
  const { id } = await hospital.connect(branchId);
  const store = await app.get(InboundStore);
  await store.receive(id, many(5).map(messageOf));
  await app.runJob(TakeIn);
  await store.receive(id, many(900).map(messageOf));
  await Promise.all([app.runJob(TakeIn), app.runJob(TakeIn), app.runJob(TakeIn)]);
  while ((await app.runJob(TakeIn)) > 0);
  const rows = await messagesOf(id);
  expect(rows.every((row) => row.state === 'processed')).toBe(true);
  expect(new Set(rows.map((row) => row.internal_id)).size).toBe(905);
  expect(await registered(id)).toBe(905);
});
