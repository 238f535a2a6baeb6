import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { FhirHospital } from '../../../../test/support/fhir-hospital';
import { aResidentNumber } from '../../../../test/support/outgoing';
import { signInStaff, type TestStaff } from '../../../../test/support/people';
import { KernelContext } from '../../../kernel';

/** A patient's phone is changed here and in the hospital's system, in any order: nothing is lost in silence. */
let app: TestApp;
let hospital: FhirHospital;
let manager: TestStaff;
let serial = 0;
let patientId: string;
let theirId: string;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FhirHospital.start(app);
});
afterAll(async () => {
  await app?.close();
  await hospital?.close();
});

const theirPhone = (): string | undefined =>
  (hospital.get('Patient', theirId) as Patient).telecom?.find(({ system }) => system === 'phone')
    ?.value;

const theyWrite = (phone: string) => {
  app.clock.advance(60_000);
  hospital.change<Patient>('Patient', theirId, {
    telecom: [{ system: 'phone', use: 'mobile', value: phone }],
  });
};

async function weWrite(phone: string): Promise<void> {
  const params = { patientId };
  const { body } = await app.call('getPatient', { params, as: manager.as });
  const changed = await app.call('updatePatient', {
    ...{ params, as: manager.as },
    body: { phone, version: body.version },
  });
  expect(changed.status).toBe(200);
}

async function ourPhone(): Promise<string> {
  const { secrets } = await app.get(KernelContext);
  const { rows } = await app.sql.query<{ phone_cipher: string }>(
    `select phone_cipher from patient where id = $1`,
    [patientId],
  );
  return secrets.decrypt(rows[0]!.phone_cipher);
}

async function conflicts(): Promise<number> {
  const { rows } = await app.sql.query<{ open: number }>(
    `select count(*)::int as open from sync_conflict where patient_id = $1 and state = 'open'`,
    [patientId],
  );
  return rows[0]!.open;
}

beforeEach(async () => {
  await hospital.newBranch();
  manager = await signInStaff(app, { role: 'manager', branchId: hospital.branchId });
  serial += 1;
  theirId = `HZ${serial}`;
  hospital.sim.store.put({
    resourceType: 'Patient',
    id: theirId,
    active: true,
    identifier: [
      {
        system: 'urn:oid:2.16.156.10011.1.3',
        value: aResidentNumber('1975-10-01', serial),
      },
    ],
    name: [{ use: 'official', text: '柳青禾' }],
    gender: 'female',
    birthDate: '1975-10-01',
    telecom: [{ system: 'phone', use: 'mobile', value: '13700000000' }],
  } as never);
  await hospital.fetch();
  const { rows } = await app.sql.query<{ internal_id: string }>(
    `select internal_id from external_id where system_id = $1 and kind = 'patient' and external_id = $2`,
    [hospital.systemId, theirId],
  );
  patientId = rows[0]!.internal_id;
});

describe('a phone that was changed', () => {
  it('only here goes out, also twice within a minute', async () => {
    await weWrite('13711111111');
    await hospital.tell();
    expect(theirPhone()).toBe('13711111111');
    await weWrite('13722222222');
    await hospital.tell();
    expect(theirPhone()).toBe('13722222222');
    await hospital.fetch();
    expect([await ourPhone(), await conflicts()]).toEqual(['13722222222', 0]);
  });

  it('twice here, and read there in between, is no conflict', async () => {
    await weWrite('13711111111');
    await hospital.tell();
    await weWrite('13722222222');
    await hospital.fetch();
    expect([await ourPhone(), await conflicts()]).toEqual(['13722222222', 0]);
    await hospital.tell();
    expect(theirPhone()).toBe('13722222222');
  });

  it('only there comes in', async () => {
    theyWrite('13733333333');
    await hospital.fetch();
    expect([await ourPhone(), await conflicts()]).toEqual(['13733333333', 0]);
  });

  it('on both sides is written over on neither, whichever is told first', async () => {
    for (const order of ['tell', 'fetch'] as const) {
      theyWrite(order === 'tell' ? '13744444444' : '13755555555');
      await weWrite('13766666666');
      if (order === 'tell') await hospital.tell();
      await hospital.fetch();
      await hospital.tell();
      expect(theirPhone()).toBe(order === 'tell' ? '13744444444' : '13755555555');
      expect([await ourPhone(), await conflicts()]).toEqual(['13766666666', 1]);
      await decide('keep-ours');
      expect(theirPhone()).toBe('13766666666');
      await hospital.fetch();
      await weWrite('13700000000');
      await hospital.tell();
      await hospital.fetch();
    }
  });
});

async function decide(decision: 'keep-ours' | 'take-theirs'): Promise<void> {
  const { rows } = await app.sql.query<{ id: string; version: number }>(
    `select id, version from sync_conflict where patient_id = $1 and state = 'open'`,
    [patientId],
  );
  const { id: conflictId, version } = rows[0]!;
  const decided = await app.call('resolveSyncConflict', {
    params: { conflictId },
    body: { decision, note: '已电话核实', version },
    as: manager.as,
  });
  expect(decided.status).toBe(200);
  await hospital.tell();
}
