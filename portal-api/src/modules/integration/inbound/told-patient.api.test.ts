import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch, aPatient } from '../../../../test/support/clinic';
import { aCanonicalPatient, FakeHospital, rawItem } from '../../../../test/support/fake-hospital';
import { InboundStore } from './inbound-store';
import { TakeIn } from './take-in.job';

let app: TestApp;
let systemId: string;

beforeAll(async () => {
  app = await startTestApp();
  const hospital = await FakeHospital.of(app);
  ({ id: systemId } = await hospital.connect(await aBranch(app)));
});
afterAll(() => app?.close());

/** Nobody's document is known: by that nobody can be found again. */
async function withoutDocument(name: string): Promise<string> {
  const patientId = await aPatient(app, { name, birthDate: '1991-02-03' });
  await app.sql.query(
    `update patient set identity_type = 'hospital-record', identity_cipher = null, identity_index = null
      where id = $1`,
    [patientId],
  );
  return patientId;
}

/** @returns who that is here */
async function comesBack(name: string, ourId: string): Promise<string | undefined> {
  const about = { name, birthDate: '1991-02-03', identity: null, phone: '13800001234', ourId };
  const patient = aCanonicalPatient(about);
  const item = rawItem('patient', { items: [{ type: 'patient', patient }] });
  await (await app.get(InboundStore)).receive(systemId, [item]);
  await app.runJob(TakeIn);
  const { rows } = await app.sql.query<{ internal_id: string }>(
    `select internal_id from external_id where system_id = $1 and external_id = $2`,
    [systemId, patient.externalId],
  );
  return rows[0]?.internal_id;
}

it('whom we told them of is read back as the same, before their answer was kept', async () => {
  const patientId = await withoutDocument('甘来');
  expect(await comesBack('甘来', patientId)).toBe(patientId);
});

it('a number of ours beside another name is nobody of ours', async () => {
  const patientId = await withoutDocument('甘去');
  expect(await comesBack('辛留', patientId)).not.toBe(patientId);
  expect(await comesBack('辛留', 'no number')).not.toBe(patientId);
});
