import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aDoctor, aService } from '../../../../test/support/clinic';
import { FhirHospital } from '../../../../test/support/fhir-hospital';
import { signInAccount, signInStaff, type TestAccount } from '../../../../test/support/people';
import { bookAt, placesOf, rosterMessagesOf } from '../../../../test/support/rostered';

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
const messages = () => rosterMessagesOf(hospital);

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
});
