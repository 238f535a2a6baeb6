import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aDoctor, aPatient, aService } from '../../../../test/support/clinic';
import { FhirHospital } from '../../../../test/support/fhir-hospital';
import { signInAccount, signInStaff, type TestAccount } from '../../../../test/support/people';

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

/** Every place by time: `f` free, `c` closed, `s` somebody's. */
async function places(): Promise<Record<string, string>> {
  const { rows } = await app.sql.query<{ time: string; states: string }>(
    `select to_char(s.starts_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as time,
       coalesce(string_agg(case when p.state in ('free', 'closed') then left(p.state, 1) else 's' end, ''
         order by p.state <> 'sold', p.state desc), '') as states
       from slot s left join place p on p.slot_id = s.id where s.doctor_id = $1 group by 1 order by 1`,
    [hospital.doctorId],
  );
  return Object.fromEntries(rows.map(({ time, states }) => [time, states]));
}

async function book(time = '09:00'): Promise<string> {
  const { rows } = await app.sql.query<{ id: string }>(
    `select id from slot where doctor_id = $1 and to_char(starts_at at time zone 'Asia/Shanghai', 'HH24:MI') = $2`,
    [hospital.doctorId, time],
  );
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const held = await app.call('holdPlace', {
    as: account.as,
    body: { slotId: rows[0]!.id, patientId },
  });
  expect(held.status).toBe(200);
  const booked = await app.call('chooseDeskPayment', {
    as: account.as,
    params: { appointmentId: held.body.id },
  });
  expect(booked.status).toBe(200);
  await hospital.tell();
  return held.body.id;
}

const messages = async () =>
  (
    await app.sql.query<{
      external_id: string;
      state: string;
      fault: string | null;
      fault_text: string;
    }>(
      `select external_id, state, fault, fault_text from inbound_message
        where system_id = $1 and kind = 'roster' and external_id not like 'List/%' order by seq`,
      [hospital.systemId],
    )
  ).rows;

const conflicts = async () =>
  (
    await app.sql.query<{ id: string; title: string; state: string; version: number }>(
      `select id, title, state, version from sync_conflict where system_id = $1 order by raised_at, id`,
      [hospital.systemId],
    )
  ).rows;

describe('rosters of a hospital that owns its numbers', () => {
  it('come in with their numbers, and a patient books one of them there', async () => {
    hospital.roster();
    await hospital.fetch();
    expect(await places()).toEqual({ '03-04 09:00': 'ff', '03-04 09:30': 'ff' });
    await book();
    expect(hospital.appointments().map(({ status }) => status)).toEqual(['booked']);
    expect(hospital.slotStates()).toEqual(['busy', 'free', 'free', 'free']);
    await hospital.fetch();
    expect(await places()).toEqual({ '03-04 09:00': 'sf', '03-04 09:30': 'ff' });
  });

  it('what was sold at the windows is not sold here; it comes back when it is free there', async () => {
    const { slotIds } = hospital.roster();
    hospital.change('Slot', slotIds[0]!, { status: 'busy' });
    await hospital.fetch();
    expect(await places()).toMatchObject({ '03-04 09:00': 'fc' });
    await book();
    hospital.change('Slot', slotIds[0]!, { status: 'free' });
    await hospital.fetch();
    expect(await places()).toMatchObject({ '03-04 09:00': 'sf' });
    hospital.change('Slot', slotIds[0]!, { status: 'busy' });
    await hospital.fetch();
    expect(await places()).toMatchObject({ '03-04 09:00': 'sc' });
  });

  it('the same again and an older state change nothing; a row written late is found', async () => {
    const { slotIds } = hospital.roster({ times: 1 });
    await hospital.fetch();
    const now = app.clock.now().getTime();
    hospital.change('Slot', slotIds[0]!, { status: 'busy' }, new Date(now - 5 * 60_000));
    await hospital.fetch();
    expect(await places()).toEqual({ '03-04 09:00': 'fc' });
    const before = await messages();
    await hospital.fetch(true);
    expect(await messages()).toEqual(before);
    const compared = await app.sql.query(
      `select differences from sync_stream where system_id = $1 and kind = 'roster' and direction = 'in'`,
      [hospital.systemId],
    );
    expect(compared.rows).toEqual([{ differences: 0 }]);
    const admin = await signInStaff(app, { role: 'super-admin' });
    const { rows } = await app.sql.query<{ id: string }>(
      `select id from inbound_message where system_id = $1 and kind = 'roster' order by seq limit 1`,
      [hospital.systemId],
    );
    const ids = [rows[0]!.id];
    const body = { ids, systemId: null, fault: null, from: null, to: null };
    expect((await app.call('replayInboundMessages', { as: admin.as, body })).status).toBe(200);
    await hospital.fetch();
    expect((await messages())[0]).toMatchObject({ state: 'superseded' });
    expect(await places()).toEqual({ '03-04 09:00': 'fc' });
  });

  it('an older state that knew fewer numbers takes none away when it is taken in again', async () => {
    const { scheduleId, slotIds } = hospital.roster({ times: 1, atOnce: 1 });
    await app.sql.query(`update doctor set is_active = false where id = $1`, [hospital.doctorId]);
    await hospital.fetch();
    await app.sql.query(`update doctor set is_active = true where id = $1`, [hospital.doctorId]);
    hospital.sim.store.put({ ...hospital.get('Slot', slotIds[0]!), id: `${scheduleId}-9` });
    await hospital.fetch();
    expect((await messages()).map(({ state }) => state)).toEqual(['quarantined', 'processed']);
    const admin = await signInStaff(app, { role: 'super-admin' });
    const { systemId } = hospital;
    const fault = 'unknown-practitioner';
    const body = { ids: [], systemId, fault, from: null, to: null } as const;
    expect((await app.call('replayInboundMessages', { as: admin.as, body })).status).toBe(200);
    await hospital.fetch();
    expect((await messages())[0]).toMatchObject({ state: 'superseded' });
    expect(await places()).toEqual({ '03-04 09:00': 'ff' });
  });

  it('one schedule over weeks is a roster a day; numbers are added and taken out', async () => {
    const { scheduleId, slotIds } = hospital.roster({ times: 2, atOnce: 1 });
    hospital.change('Slot', slotIds[1]!, {
      start: '2026-03-11T14:00:00+08:00',
      end: '2026-03-11T14:30:00+08:00',
    });
    await hospital.fetch();
    expect(await places()).toEqual({ '03-04 09:00': 'f', '03-11 14:00': 'f' });
    hospital.sim.store.put({ ...hospital.get('Slot', slotIds[0]!), id: `${scheduleId}-9` });
    hospital.change('Slot', slotIds[1]!, { status: 'entered-in-error' });
    await hospital.fetch();
    expect(await places()).toEqual({ '03-04 09:00': 'ff' });
    hospital.sim.store.delete('Slot', slotIds[0]!);
    await hospital.fetch(true);
    expect(await places()).toEqual({ '03-04 09:00': 'f' });
  });

  it('a clinic that nobody booked goes with the hospital’s, also when it was deleted there', async () => {
    const first = hospital.roster();
    const second = hospital.roster({ date: '2026-03-05' });
    await hospital.fetch();
    hospital.change('Schedule', first.scheduleId, { active: false });
    hospital.sim.store.delete('Schedule', second.scheduleId);
    hospital.roster({ date: '2026-03-06', times: 1 });
    await hospital.fetch();
    expect(Object.keys(await places())).toEqual(['03-05 09:00', '03-05 09:30', '03-06 09:00']);
    await hospital.fetch(true);
    expect(Object.keys(await places())).toEqual(['03-06 09:00']);
    hospital.change('Schedule', first.scheduleId, { active: true });
    await hospital.fetch();
    expect(Object.keys(await places())).toEqual(['03-04 09:00', '03-04 09:30', '03-06 09:00']);
  });

  it('a cancelled clinic stays, empty, where somebody was sent to it', async () => {
    hospital.roster();
    await hospital.fetch();
    await book('09:30');
    const { scheduleId } = hospital.roster({ date: '2026-03-05' });
    await hospital.fetch();
    const { rows } = await app.sql.query<{ id: string }>(
      `select id from roster where doctor_id = $1 and date = '2026-03-05'`,
      [hospital.doctorId],
    );
    const [rosterId, entryId] = [rows[0]!.id, app.newId()];
    await app.sql.query(
      `insert into queue (roster_id, branch_id, department_id, date)
       select id, branch_id, department_id, date from roster where id = $1`,
      [rosterId],
    );
    await app.sql.query(
      `insert into queue_entry (id, roster_id, appointment_id, patient_id, number, state, method, is_late, order_key,
         checked_in_at)
       select $1, $2, id, patient_id, 1, 'waiting', 'desk', false, 1, now() from appointment where doctor_id = $3`,
      [entryId, rosterId, hospital.doctorId],
    );
    await app.sql.query(
      `insert into queue_change (roster_id, version, entry_id, kind, at, actor_kind)
       values ($1, 1, $2, 'transferred-here', now(), 'staff')`,
      [rosterId, entryId],
    );
    hospital.change('Schedule', scheduleId, { active: false });
    await hospital.fetch();
    expect((await messages()).at(-1)).toMatchObject({ state: 'processed', fault: null });
    expect(Object.keys(await places())).toEqual(['03-04 09:00', '03-04 09:30']);
  });

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

  it('a doctor nobody knows waits in quarantine, and comes in once they are known', async () => {
    hospital.sim.store.put({
      resourceType: 'Practitioner',
      id: 'YS-NEW',
      name: [{ text: '关新明' }],
    });
    const { scheduleId } = hospital.roster({ practitionerId: 'YS-NEW' });
    await hospital.fetch();
    const held = { external_id: scheduleId, state: 'quarantined', fault: 'unknown-practitioner' };
    expect(await messages()).toMatchObject([held]);
    const doctorId = await aDoctor(app, hospital.departmentId, await aService(app, 3000));
    await app.sql.query(`update doctor set name = '关新明' where id = $1`, [doctorId]);
    hospital.change('Practitioner', 'YS-NEW', { active: true });
    await hospital.fetch();
    // The schedule came anew with the doctor in it; the one that waited may be taken in after it.
    const [waited, anew] = await messages();
    expect(waited).toMatchObject({ fault: null });
    expect(['processed', 'superseded']).toContain(waited?.state);
    expect(anew).toMatchObject({ state: 'processed' });
    const { rows } = await app.sql.query(`select 1 from slot where doctor_id = $1`, [doctorId]);
    expect(rows).toHaveLength(2);
  });

  it('an unknown department is said so, and a replay takes it in when there is one', async () => {
    hospital.departmentCode = 'NOWHERE';
    hospital.roster();
    await hospital.fetch();
    expect(await messages()).toMatchObject([
      { fault: 'unknown-department', fault_text: '科室编码未对应：NOWHERE' },
    ]);
    await app.sql.query(`update department set code = 'NOWHERE' where id = $1`, [
      hospital.departmentId,
    ]);
    const admin = await signInStaff(app, { role: 'super-admin' });
    const { systemId } = hospital;
    const body = { ids: [], systemId, fault: 'unknown-department', from: null, to: null } as const;
    await app.call('replayInboundMessages', { as: admin.as, body });
    await hospital.fetch();
    expect(await messages()).toMatchObject([{ state: 'processed' }]);
  });

  it('where the numbers are ours they are only compared', async () => {
    await hospital.own([]);
    hospital.roster();
    await hospital.fetch();
    expect(await messages()).toMatchObject([{ state: 'set-aside', fault: 'not-kept-here' }]);
    expect(await places()).toEqual({});
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
