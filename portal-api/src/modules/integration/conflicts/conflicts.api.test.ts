import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch } from '../../../../test/support/clinic';
import { aCanonicalPatient, FakeHospital, rawItem } from '../../../../test/support/fake-hospital';
import { signInStaff, type TestStaff } from '../../../../test/support/people';
import { systemActor, UnitOfWork } from '../../../kernel';
import { HospitalPatients } from '../../patients';
import type { CanonicalPatient } from '../canonical';
import { InboundStore, TakeIn } from '../inbound';

let app: TestApp;
let hospital: FakeHospital;
let manager: TestStaff;
let elsewhere: TestStaff;
let branchId: string;
let id: string;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FakeHospital.of(app);
  branchId = await aBranch(app);
  manager = await signInStaff(app, { role: 'manager', branchId });
  elsewhere = await signInStaff(app, { role: 'manager', branchId: await aBranch(app) });
});
beforeEach(async () => {
  await app.sql.query(`update external_system set is_enabled = false`);
  ({ id } = await hospital.connect(branchId));
});
afterAll(async () => app?.close());

async function takePatient(patient: CanonicalPatient, version = '1'): Promise<void> {
  const options = { externalId: `m-${patient.externalId}`, version, orderKey: patient.externalId };
  const item = rawItem('patient', { items: [{ type: 'patient', patient }] }, options);
  await (await app.get(InboundStore)).receive(id, [item]);
  await app.runJob(TakeIn);
}

async function ours(externalId: string): Promise<{ id: string }> {
  const { rows } = await app.sql.query<{ id: string }>(
    `select internal_id as id from external_id where system_id = $1 and kind = 'patient' and external_id = $2`,
    [id, externalId],
  );
  return rows[0]!;
}

describe('a conflict', () => {
  const contested = async () => {
    const patient = aCanonicalPatient();
    await takePatient(patient);
    const { id: patientId } = await ours(patient.externalId);
    const change = async (phone: string) =>
      (await app.get(UnitOfWork)).run(async (tx) =>
        (await app.get(HospitalPatients)).change(
          tx,
          systemActor('test'),
          patientId,
          { phone },
          null,
        ),
      );
    await change('13800000001');
    await takePatient({ ...patient, phone: '13900000002', address: '新地址 9 号' }, '2');
    const listed = await app.call('listSyncConflicts', {
      as: manager.as,
      query: { systemId: id, state: 'open' },
    });
    return { patient, patientId, change, conflict: listed.body.items[0]! };
  };
  const phoneOf = async (patientId: string) => {
    const known = await (
      await app.get(UnitOfWork)
    ).run(async (tx) => (await app.get(HospitalPatients)).lock(tx, patientId));
    return known!.facts;
  };
  const resolve = (conflictId: string, decision: 'keep-ours' | 'take-theirs', version: number) =>
    app.call('resolveSyncConflict', {
      as: manager.as,
      params: { conflictId },
      body: { decision, note: '与患者核实', version },
    });

  it('overwrites nothing, takes the rest, and shows both sides masked', async () => {
    const { patientId, conflict } = await contested();
    expect(conflict.fields).toEqual([
      { name: 'phone', title: '手机号', ours: '138****0001', theirs: '139****0002' },
    ]);
    expect(await phoneOf(patientId)).toMatchObject({
      phone: '13800000001',
      address: '新地址 9 号',
    });
    const params = { conflictId: conflict.id };
    const seen = await app.call('getSyncConflict', { as: elsewhere.as, params });
    expect(seen.status).toBe(404);
    const { rows } = await app.sql.query(`select fields_cipher from sync_conflict where id = $1`, [
      conflict.id,
    ]);
    expect(JSON.stringify(rows)).not.toContain('13900000002');
  });

  it('takes theirs when a person says so, once', async () => {
    const { patientId, patient, conflict } = await contested();
    const decided = await resolve(conflict.id, 'take-theirs', conflict.version);
    expect(decided.body).toMatchObject({ state: 'took-theirs', note: '与患者核实' });
    expect((await phoneOf(patientId)).phone).toBe('13900000002');
    expect((await resolve(conflict.id, 'keep-ours', decided.body.version)).status).toBe(409);
    await takePatient({ ...patient, phone: '13900000003', address: '新地址 9 号' }, '3');
    expect((await phoneOf(patientId)).phone).toBe('13900000003');
  });

  it('keeps ours, sends it out again, and is not asked about the same again', async () => {
    const { patientId, patient, conflict } = await contested();
    await app.sql.query(`delete from outbox`);
    expect((await resolve(conflict.id, 'keep-ours', conflict.version)).body.state).toBe(
      'kept-ours',
    );
    const { rows } = await app.sql.query(`select event, payload from outbox`);
    expect(rows).toEqual([{ event: 'patient.updated', payload: { patientId } }]);
    await takePatient({ ...patient, phone: '13900000002', address: '新地址 9 号' }, '3');
    expect((await phoneOf(patientId)).phone).toBe('13800000001');
    const open = await app.call('listSyncConflicts', {
      as: manager.as,
      query: { systemId: id, state: 'open' },
    });
    expect(open.body.items).toEqual([]);
  });

  it('is shown anew when ours changed meanwhile, and ends by itself once both agree', async () => {
    const { patientId, patient, change, conflict } = await contested();
    await change('13800000009');
    expect((await resolve(conflict.id, 'take-theirs', conflict.version)).status).toBe(409);
    const params = { conflictId: conflict.id };
    const again = (await app.call('getSyncConflict', { as: manager.as, params })).body;
    expect(again).toMatchObject({ state: 'open', version: conflict.version + 1 });
    expect(again.fields[0]!.ours).toBe('138****0009');
    await takePatient({ ...patient, phone: '13800000009', address: '新地址 9 号' }, '4');
    const ended = (await app.call('getSyncConflict', { as: manager.as, params })).body;
    expect(ended).toMatchObject({ state: 'kept-ours', note: '双方已一致，自动结束' });
    expect((await phoneOf(patientId)).phone).toBe('13800000009');
  });
});
