import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { FhirHospital } from '../../../../test/support/fhir-hospital';
import { signInAccount, signInStaff, type TestAccount } from '../../../../test/support/people';
import { bookAt, conflictsOf, placesOf } from '../../../../test/support/rostered';

let app: TestApp;
let hospital: FhirHospital;
let account: TestAccount;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FhirHospital.start(app);
});
afterAll(async () => {
  await hospital?.close();
  await app?.close();
});
beforeEach(async () => {
  await hospital.newBranch();
  account = await signInAccount(app);
});

const places = () => placesOf(hospital);
const book = (time?: string) => bookAt(hospital, account, time);
const conflicts = () => conflictsOf(hospital);

describe('where rosters of a hospital and people here meet', () => {
  it('a cancelled clinic with patients is sold no more, and a person decides that it is suspended', async () => {
    const { scheduleId } = hospital.roster();
    await hospital.fetch();
    const appointmentId = await book();
    hospital.change('Schedule', scheduleId, { active: false });
    await hospital.fetch();
    expect(await places()).toEqual({ '03-04 09:00': 's' });
    const [conflict] = await conflicts();
    expect(conflict).toMatchObject({ title: '医院已取消出诊，仍有 1 位患者已约', state: 'open' });
    const manager = await signInStaff(app, { role: 'manager', branchId: hospital.branchId });
    const decided = await app.call('resolveSyncConflict', {
      as: manager.as,
      params: { conflictId: conflict!.id },
      body: { decision: 'take-theirs', note: '医生外出', version: conflict!.version },
    });
    expect(decided.error ?? decided.body.state).toBe('took-theirs');
    const { rows } = await app.sql.query(
      `select a.is_suspended, c.state from appointment a join suspension_case c on c.appointment_id = a.id
        where a.id = $1`,
      [appointmentId],
    );
    expect(rows).toEqual([{ is_suspended: true, state: 'told' }]);
  });

  it('a clinic that the hospital made anew under another number is sold again', async () => {
    const { scheduleId } = hospital.roster();
    await hospital.fetch();
    hospital.sim.store.delete('Schedule', scheduleId);
    hospital.roster({ times: 1 });
    await hospital.fetch();
    expect(await conflicts()).toMatchObject([{ title: '医院的排班与本系统的排班冲突' }]);
    await hospital.fetch(true);
    expect(await places()).toEqual({ '03-04 09:00': 'ff' });
    expect((await conflicts()).map(({ state }) => state)).toEqual(['kept-ours']);
  });

  it('made anew with patients in it, they stay where they are', async () => {
    const { scheduleId } = hospital.roster();
    await hospital.fetch();
    await book();
    hospital.change('Schedule', scheduleId, { active: false });
    await hospital.fetch();
    const { slotIds } = hospital.roster();
    hospital.change('Slot', slotIds[0]!, { status: 'busy' });
    await hospital.fetch();
    const anew = { '03-04 09:00': 'sf', '03-04 09:30': 'ff' };
    expect(await places()).toEqual(anew);
    hospital.sim.store.delete('Schedule', scheduleId);
    await hospital.fetch(true);
    expect(await places()).toEqual(anew);
    expect((await conflicts()).map(({ state }) => state)).toEqual(['kept-ours']);
  });

  it('a number that was taken out under a patient is contested until it is back', async () => {
    const { slotIds } = hospital.roster({ atOnce: 1 });
    await hospital.fetch();
    await book('09:30');
    hospital.change('Slot', slotIds[1]!, { status: 'busy-unavailable' });
    await hospital.fetch();
    expect(await places()).toEqual({ '03-04 09:00': 'f', '03-04 09:30': 's' });
    const [conflict] = await conflicts();
    expect(conflict).toMatchObject({ title: '医院减少了号源，有 1 位患者没有号', state: 'open' });
    hospital.change('Slot', slotIds[1]!, { status: 'busy' });
    await hospital.fetch();
    expect((await conflicts())[0]).toMatchObject({ state: 'kept-ours' });
  });

  it('what a person decided to keep is not asked again while it is the same', async () => {
    const { slotIds } = hospital.roster({ atOnce: 1 });
    await hospital.fetch();
    await book('09:30');
    const takeOut = async () => {
      hospital.change('Slot', slotIds[1]!, { status: 'busy-unavailable' });
      await hospital.fetch();
    };
    await takeOut();
    const [conflict] = await conflicts();
    const manager = await signInStaff(app, { role: 'manager', branchId: hospital.branchId });
    const decided = await app.call('resolveSyncConflict', {
      as: manager.as,
      params: { conflictId: conflict!.id },
      body: { decision: 'keep-ours', note: '加号就诊', version: conflict!.version },
    });
    expect(decided.error ?? decided.body.state).toBe('kept-ours');
    hospital.change('Slot', slotIds[0]!, { status: 'busy' });
    await hospital.fetch();
    expect(await places()).toMatchObject({ '03-04 09:00': 'c' });
    expect((await conflicts()).map(({ state }) => state)).toEqual(['kept-ours']);
    hospital.change('Slot', slotIds[1]!, { status: 'busy' });
    await hospital.fetch();
    await takeOut();
    expect((await conflicts()).map(({ state }) => state)).toEqual(['kept-ours', 'open']);
  });

  it('staff change nothing of it here, but may suspend it', async () => {
    hospital.roster();
    await hospital.fetch();
    const manager = await signInStaff(app, { role: 'manager', branchId: hospital.branchId });
    const { rows } = await app.sql.query<{ id: string }>(
      `select id from roster where doctor_id = $1`,
      [hospital.doctorId],
    );
    const params = { rosterId: rows[0]!.id };
    const { body } = await app.call('getRoster', { as: manager.as, params });
    const wish = {
      ...body,
      capacity: { shared: 9, wechat: 0, phone: 0, desk: 0 },
      releaseAt: undefined,
    };
    const refused = await app.call('updateRoster', { as: manager.as, params, body: wish });
    expect(refused.error?.code).toBe('INVALID_STATE');
    const gone = await app.call('deleteRoster', { as: manager.as, params });
    expect(gone.error?.code).toBe('INVALID_STATE');
    const closed = { ...body, isClosed: true, releaseAt: undefined };
    expect((await app.call('updateRoster', { as: manager.as, params, body: closed })).status).toBe(
      200,
    );
    hospital.roster({ date: '2026-03-05', times: 1, atOnce: 1 });
    await hospital.fetch(true);
    expect(await places()).toEqual({
      '03-04 09:00': 'cc',
      '03-04 09:30': 'cc',
      '03-05 09:00': 'f',
    });
  });

  it('what was sold at the windows stays sold whatever staff write, also when it opens again', async () => {
    const { slotIds } = hospital.roster();
    hospital.change('Slot', slotIds[0]!, { status: 'busy' });
    hospital.change('Slot', slotIds[3]!, { status: 'busy-unavailable' });
    await hospital.fetch();
    const manager = await signInStaff(app, { role: 'manager', branchId: hospital.branchId });
    const { rows } = await app.sql.query<{ id: string }>(
      `select id from roster where doctor_id = $1`,
      [hospital.doctorId],
    );
    const params = { rosterId: rows[0]!.id };
    const write = async (change: { room?: string; isClosed?: boolean }) => {
      const { body } = await app.call('getRoster', { as: manager.as, params });
      const wish = { ...body, ...change, releaseAt: undefined };
      const answer = await app.call('updateRoster', { as: manager.as, params, body: wish });
      expect(answer.error ?? answer.status).toBe(200);
    };
    const ofHospital = { '03-04 09:00': 'fc', '03-04 09:30': 'f' };
    await write({ room: '201' });
    expect(await places()).toEqual(ofHospital);
    await write({ isClosed: true });
    expect(await places()).toEqual({ '03-04 09:00': 'cc', '03-04 09:30': 'c' });
    await write({ isClosed: false });
    await app.relay();
    await hospital.fetch();
    expect(await places()).toEqual(ofHospital);
    await book('09:30');
    expect(await places()).toEqual({ '03-04 09:00': 'fc', '03-04 09:30': 's' });
  });
});
