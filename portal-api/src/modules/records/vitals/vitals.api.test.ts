import type { ClientRequestOf } from '@suizhen/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, testNow, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, aProxy, type TestClinic } from '../../../../test/support/clinic';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';
import { aVisit } from '../../../../test/support/visits';
import { Settings, systemActor } from '../../../kernel';
import { EscalateVitalAlarms } from './escalate-vital-alarms.job';

type Body = Partial<ClientRequestOf<'recordMyVital'>['body']>;

let app: TestApp;
let clinic: TestClinic;
let account: TestAccount;
let nurse: TestStaff;
let desk: TestStaff;
let patientId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app, { capacity: 50 });
  account = await signInAccount(app);
  const { branchId, departmentId } = clinic;
  nurse = await signInStaff(app, { role: 'nurse', branchId, departmentId, name: '周护士' });
  desk = await signInStaff(app, { role: 'front-desk', branchId });
});
afterAll(() => app?.close());

beforeEach(async () => {
  app.clock.set(testNow);
  patientId = await aPatient(app, { proxies: [account.accountId] });
  await aVisit(app, clinic, { patientId, status: 'fulfilled' });
});

const record = (body: Body, as = account.as) =>
  app.call('recordMyVital', {
    as,
    params: { patientId },
    body: { kind: 'heart-rate', measuredAt: app.clock.now().toISOString(), ...body },
  });
const pressure = (systolic: number, diastolic = 80) =>
  record({ kind: 'blood-pressure', systolic, diastolic });
const list = (kind = 'heart-rate', more: Record<string, string> = {}) =>
  app.call('listMyVitals', { as: account.as, params: { patientId }, query: { kind, ...more } });
const alarms = (as = nurse.as, query: Record<string, string> = {}) =>
  app.call('listVitalAlarms', { as, query });
const mine = async () =>
  (await alarms()).body.items.filter((alarm) => alarm.patientId === patientId);
const work = async (as = nurse.as) =>
  (await app.call('listWorkItems', { as })).body.items.filter(
    (item) => item.patientId === patientId && item.kind === 'vital-alarm',
  );

describe('the diary', () => {
  it('keeps what was measured, newest first, with its unit', async () => {
    const first = await record({ value: 71 });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ value: 71, unit: '次/分', isBeyondLimits: false });
    app.clock.advance(60_000);
    await record({ value: 72, note: '散步后' });
    const { body } = await list();
    expect(body.items.map(({ value, note }) => [value, note])).toEqual([
      [72, '散步后'],
      [71, ''],
    ]);
    expect(body.limits.find(({ kind }) => kind === 'heart-rate')).toMatchObject({
      low: 50,
      high: 120,
      isPersonal: false,
    });
  });

  it('is cut by days', async () => {
    await record({ value: 71, measuredAt: '2026-03-01T23:30:00+08:00' });
    await record({ value: 72, measuredAt: '2026-03-02T00:30:00+08:00' });
    const of = async (more: Record<string, string>) =>
      (await list('heart-rate', more)).body.items.map(({ value }) => value);
    expect(await of({ to: '2026-03-01' })).toEqual([71]);
    expect(await of({ from: '2026-03-02' })).toEqual([72]);
    expect((await list('heart-rate', { from: '2026-03-02', to: '2026-03-01' })).error?.code).toBe(
      'INVALID_FIELD',
    );
  });

  it('says in the field what cannot be', async () => {
    const future = await record({ value: 70, measuredAt: '2026-03-04T09:00:00+08:00' });
    expect(future.error).toMatchObject({
      code: 'INVALID_FIELD',
      fields: { 'body.measuredAt': '测量时间不能晚于现在' },
    });
    const swapped = await pressure(80, 120);
    expect(Object.keys(swapped.error!.fields!)).toEqual(['body.diastolic']);
    const fahrenheit = await record({ kind: 'temperature', value: 98.6 });
    expect(fahrenheit.error?.fields?.['body.value']).toContain('摄氏度');
    expect((await record({})).error?.fields).toEqual({ 'body.value': '请填写心率' });
  });

  it('lets go what was typed wrongly, and nothing that was measured by others', async () => {
    const typed = await record({ value: 71 });
    const taken = await app.call('recordPatientVital', {
      as: nurse.as,
      params: { patientId },
      body: { kind: 'heart-rate', value: 73, measuredAt: app.clock.now().toISOString() },
    });
    expect(taken.body).toMatchObject({ source: 'staff', value: 73 });
    const remove = (vitalId: string) =>
      app.call('removeMyVital', { as: account.as, params: { vitalId } });
    expect((await remove(typed.body.id)).status).toBe(204);
    expect((await remove(typed.body.id)).error?.code).toBe('NOT_FOUND');
    expect((await remove(taken.body.id)).error?.code).toBe('INVALID_STATE');
    expect((await list()).body.items.map(({ value }) => value)).toEqual([73]);
  });

  it('the same key writes once', async () => {
    const send = () =>
      app.call('recordMyVital', {
        as: account.as,
        params: { patientId },
        body: { kind: 'heart-rate', value: 70, measuredAt: '2026-03-03T08:00:00+08:00' },
        idempotencyKey: 'vital-once-1',
      });
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await list()).body.items).toHaveLength(1);
  });

  it('is seen by staff who may, and the patient sees that', async () => {
    await record({ value: 70 });
    const see = (as: TestStaff['as']) =>
      app.call('listPatientVitals', { as, params: { patientId }, query: { kind: 'heart-rate' } });
    expect((await see(nurse.as)).body.items).toHaveLength(1);
    expect((await see(desk.as)).error?.code).toBe('FORBIDDEN');
    const elsewhere = await aClinic(app);
    const stranger = await signInStaff(app, { role: 'nurse', ...elsewhere });
    expect((await see(stranger.as)).error?.code).toBe('NOT_FOUND');
    const views = await app.call('listMyRecordViews', { as: account.as, params: { patientId } });
    expect(views.body.items.map(({ action, staffName }) => [action, staffName])).toContainEqual([
      '查看体征记录',
      '周护士',
    ]);
  });
});

describe('limits', () => {
  const save = (limits: Record<string, number | null>, kind = 'heart-rate') =>
    app.call('saveMyVitalLimit', {
      as: account.as,
      params: { patientId },
      body: { kind, low: null, high: null, lowDiastolic: null, highDiastolic: null, ...limits },
    });

  it('of one’s own come before the hospital’s, and go again', async () => {
    const own = await save({ low: 55, high: 100 });
    expect(own.body.items.find(({ kind }) => kind === 'heart-rate')).toMatchObject({
      high: 100,
      isPersonal: true,
    });
    expect((await record({ value: 105 })).body.isBeyondLimits).toBe(true);
    const back = await save({});
    expect(back.body.items.find(({ kind }) => kind === 'heart-rate')).toMatchObject({
      high: 120,
      isPersonal: false,
    });
    expect((await record({ value: 105 })).body.isBeyondLimits).toBe(false);
  });

  it('that make no sense are refused by field', async () => {
    expect((await save({ low: 100, high: 60 })).error?.fields).toEqual({
      'body.high': '上限应大于下限',
    });
    expect((await save({ lowDiastolic: 60 })).error?.fields).toHaveProperty('body.lowDiastolic');
  });
});

describe('an alarm', () => {
  it('tells the clinic of the last visit and the patient, once', async () => {
    expect((await pressure(182)).body.isBeyondLimits).toBe(true);
    const [alarm] = await mine();
    expect(alarm).toMatchObject({
      state: 'open',
      patientName: '王小明',
      limitText: '高压 182 mmHg，高于 160',
      reading: { systolic: 182, unit: 'mmHg' },
    });
    const [item] = await work();
    expect(item).toMatchObject({
      title: '血压超出提醒范围，请联系患者',
      departmentId: clinic.departmentId,
      subjectId: alarm!.id,
    });
    const { rows } = await app.sql.query(
      `select payload from outbox where event = 'vital.alarmed' and payload->>'alarmId' = $1`,
      [alarm!.id],
    );
    expect(rows).toHaveLength(1);

    app.clock.advance(10 * 60_000);
    await pressure(185);
    expect(await mine()).toHaveLength(1);
    await pressure(195);
    expect(await mine()).toHaveLength(2);
    app.clock.advance(31 * 60_000);
    await pressure(182);
    expect(await mine()).toHaveLength(3);
  });

  it('is raised once by readings that come together', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map((n) => pressure(180 + n)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await mine()).toHaveLength(1);
  });

  it('is not raised by what lies a day back', async () => {
    const late = await record({ value: 150, measuredAt: '2026-03-01T09:00:00+08:00' });
    expect(late.body.isBeyondLimits).toBe(true);
    expect(await mine()).toEqual([]);
  });

  it('of somebody who was never seen goes to where they registered', async () => {
    patientId = await aPatient(app, {
      proxies: [account.accountId],
      branchId: clinic.branchId,
    });
    await pressure(182);
    const { rows } = await app.sql.query(
      `select branch_id, department_id from vital_alarm where patient_id = $1`,
      [patientId],
    );
    expect(rows).toEqual([{ branch_id: clinic.branchId, department_id: null }]);
  });

  it('goes up when nobody takes it, whoever has taken it keeps it', async () => {
    await pressure(182);
    app.clock.advance(29 * 60_000);
    await app.runJob(EscalateVitalAlarms);
    expect((await mine())[0]?.state).toBe('open');
    app.clock.advance(2 * 60_000);
    const rounds = await Promise.all([1, 2, 3].map(() => app.runJob(EscalateVitalAlarms)));
    expect(rounds.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(0);
    expect((await mine())[0]?.state).toBe('escalated');
    const { rows } = await app.sql.query(
      `select actor_name from audit_event where action = 'vital.escalate' and patient_id = $1`,
      [patientId],
    );
    expect(rows).toEqual([{ actor_name: 'escalate-vital-alarms' }]);
    const items = await work(desk.as);
    expect(items.filter(({ state }) => state === 'open').map((item) => item.departmentId)).toEqual([
      null,
    ]);
    app.clock.advance(60 * 60_000);
    await app.runJob(EscalateVitalAlarms);
    expect((await work(desk.as)).filter(({ state }) => state === 'open')).toHaveLength(1);
  });

  it('ends when somebody has talked to the patient, once', async () => {
    await pressure(182);
    const [alarm] = await mine();
    const take = (version: number) =>
      app.call('acknowledgeVitalAlarm', {
        as: nurse.as,
        params: { alarmId: alarm!.id },
        body: { note: '已电话，休息后复测', version },
      });
    expect((await take(alarm!.version + 5)).error?.code).toBe('VERSION_CONFLICT');
    const answers = await Promise.all([take(alarm!.version), take(alarm!.version)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const done = answers.find(({ status }) => status === 200)!.body;
    expect(done).toMatchObject({ state: 'acknowledged', acknowledgedBy: '周护士' });
    expect((await take(done.version)).error?.code).toBe('INVALID_STATE');
    expect((await work()).filter(({ state }) => state === 'open')).toEqual([]);
    expect((await alarms(nurse.as, { isOpen: 'false' })).body.items[0]?.id).toBe(alarm!.id);
    app.clock.advance(3_600_000);
    await app.runJob(EscalateVitalAlarms);
    expect((await mine())[0]?.state).toBe('acknowledged');
  });

  it('ends with the work on it', async () => {
    await pressure(182);
    const [item] = await work();
    const params = { workItemId: item!.id };
    const claimed = await app.call('claimWorkItem', {
      as: nurse.as,
      params,
      body: { version: item!.version },
    });
    const done = await app.call('completeWorkItem', {
      as: nurse.as,
      params,
      body: { outcome: null, note: '已联系家属', version: claimed.body.version },
    });
    expect(done.error).toBeUndefined();
    await app.relay();
    expect((await mine())[0]).toMatchObject({ state: 'acknowledged', note: '已联系家属' });
  });

  it('stays when the reading is taken back, and says so', async () => {
    const reading = await pressure(182);
    await app.call('removeMyVital', { as: account.as, params: { vitalId: reading.body.id } });
    expect((await mine())[0]).toMatchObject({ state: 'open', note: /撤回/ });
  });

  it('is nothing of another department', async () => {
    await pressure(182);
    const [alarm] = await mine();
    const elsewhere = await aClinic(app);
    const stranger = await signInStaff(app, { role: 'nurse', ...elsewhere });
    expect((await alarms(stranger.as)).body.items).toEqual([]);
    const answer = await app.call('acknowledgeVitalAlarm', {
      as: stranger.as,
      params: { alarmId: alarm!.id },
      body: { note: '已联系', version: alarm!.version },
    });
    expect(answer.error?.code).toBe('NOT_FOUND');
  });

  it('is not ended from afar by whoever may only read there', async () => {
    await pressure(182);
    const [alarm] = await mine();
    const elsewhere = await signInStaff(app, { role: 'nurse', ...(await aClinic(app)) });
    await app.sql.query(`insert into staff_role (staff_id, role_id) values ($1, 'president')`, [
      elsewhere.staffId,
    ]);
    const seen = (await alarms(elsewhere.as)).body.items.map(({ id }) => id);
    expect(seen).toContain(alarm!.id);
    const answer = await app.call('acknowledgeVitalAlarm', {
      as: elsewhere.as,
      params: { alarmId: alarm!.id },
      body: { note: '已联系', version: alarm!.version },
    });
    expect(answer.error?.code).toBe('NOT_FOUND');
  });

  it('follows the limits of the hospital', async () => {
    const settings = await app.get(Settings);
    const limits = {
      ...{ systolicLow: 90, systolicHigh: 140, diastolicLow: 50, diastolicHigh: 90 },
      ...{ glucoseLow: 3.9, glucoseHigh: 16.7, heartRateLow: null, heartRateHigh: null },
      ...{ temperatureLow: 35, temperatureHigh: 38.5 },
    };
    await settings.change(systemActor('test'), 'vitals.limits', limits, '测试', 0);
    expect((await pressure(141)).body.isBeyondLimits).toBe(true);
    expect((await record({ value: 200 })).body.isBeyondLimits).toBe(false);
  });
});

it('whoever no longer acts for the patient sees nothing', async () => {
  const other = await signInAccount(app);
  const answer = await record({ value: 70 }, other.as);
  expect(answer.error?.code).toBe('NOT_FOUND');
  await aProxy(app, other.accountId, patientId);
  expect((await record({ value: 70 }, other.as)).status).toBe(200);
});
