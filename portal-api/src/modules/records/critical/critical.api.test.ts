import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import { signInStaff, type TestStaff } from '../../../../test/support/people';
import {
  anExternalSystem,
  anObservation,
  aPlace,
  aReport,
  aSource,
  criticalPotassium,
  takeReport,
} from '../../../../test/support/records';
import type { IncomingReport } from '..';
import { EscalateAlerts } from './escalate-alerts.job';

let app: TestApp;
let clinic: TestClinic;
let systemId: string;
let doctor: TestStaff;
let colleague: TestStaff;
let stranger: TestStaff;
let patientId: string;
let sourceId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app);
  const { branchId, departmentId } = clinic;
  const ofBranch = await aClinic(app, { branchId });
  const elsewhere = await aClinic(app);
  systemId = await anExternalSystem(app, branchId);
  const signIn = (at: TestClinic, name: string) =>
    signInStaff(app, {
      role: 'doctor',
      name,
      branchId: at.branchId,
      departmentId: at.departmentId,
    });
  doctor = await signIn({ ...clinic, departmentId }, '李医生');
  colleague = await signIn(ofBranch, '周医生');
  stranger = await signIn(elsewhere, '吴医生');
});
afterAll(() => app.close());
beforeEach(async () => {
  sourceId = app.newId();
  patientId = await aPatient(app);
});

const take = (version: number, report: Partial<IncomingReport> = {}) => {
  const { branchId, departmentId } = clinic;
  const place = aPlace({ patientId, branchId, departmentId });
  const withPotassium = aReport({ observations: [criticalPotassium()], ...report });
  return takeReport(app, aSource(systemId, sourceId, version), place, withPotassium);
};

const alertsOf = async (as = doctor.as) => {
  const { body } = await app.call('listCriticalAlerts', { query: { limit: 200 }, as });
  return body.items.filter((alert) => alert.patientId === patientId);
};
const report = async () =>
  (
    await app.sql.query(
      `select release_state, revision, (select array_agg(event order by id) from outbox
           where payload->>'reportId' = r.id::text) as events from diagnostic_report r where source_id = $1`,
      [sourceId],
    )
  ).rows[0];
const work = async (alertId: string) =>
  (
    await app.sql.query(
      `select kind, state, title, detail, department_id, branch_id from work_item where subject_id = $1 order by created_at, id`,
      [alertId],
    )
  ).rows;
const acknowledge = (alert: { id: string; version: number }, as = doctor.as) =>
  app.call('acknowledgeCriticalAlert', {
    params: { alertId: alert.id },
    body: { note: '已通知值班医生', version: alert.version },
    as,
  });
const resolve = (alert: { id: string; version: number }, isReleased = true) =>
  app.call('resolveCriticalAlert', {
    params: { alertId: alert.id },
    body: { outcome: '已复查并处理', isReleased, version: alert.version },
    as: doctor.as,
  });

describe('a critical value', () => {
  it('goes to the clinicians and not to the patient', async () => {
    await take(1);
    expect(await report()).toMatchObject({ release_state: 'critical-hold', events: null });
    const [alert] = await alertsOf();
    expect(alert).toMatchObject({
      state: 'open',
      level: 1,
      items: [{ name: '血清钾', value: '6.9', unit: 'mmol/L', rangeText: '3.5-5.3' }],
    });
    const [item] = await work(alert!.id);
    expect(item).toMatchObject({ kind: 'critical-value', department_id: clinic.departmentId });
    expect(JSON.stringify(item)).not.toMatch(/王小明|6\.9/);
    expect(await alertsOf(colleague.as)).toEqual([]);
    const count = await app.call('countCriticalAlerts', { as: doctor.as });
    expect(count.body.open).toBeGreaterThan(0);
    const { rows } = await app.sql.query(
      `select count(*)::int as raised from outbox where event = 'critical.raised' and payload->>'alertId' = $1`,
      [alert!.id],
    );
    expect(rows).toEqual([{ raised: 1 }]);
  });

  it('acknowledged makes a call to be made, resolved lets the patient see the report', async () => {
    await take(1);
    const [alert] = await alertsOf();
    expect((await resolve(alert!)).body).toMatchObject({ error: { code: 'INVALID_STATE' } });
    const acknowledged = await acknowledge(alert!);
    expect(acknowledged.body).toMatchObject({ state: 'acknowledged', acknowledgedBy: '李医生' });
    expect(await work(alert!.id)).toMatchObject([
      { kind: 'critical-value', state: 'cancelled' },
      { kind: 'call', state: 'open' },
    ]);
    expect(await report()).toMatchObject({ release_state: 'critical-hold' });
    expect((await resolve(acknowledged.body)).body).toMatchObject({
      state: 'resolved',
      outcome: '已复查并处理',
    });
    expect(await report()).toMatchObject({
      release_state: 'released',
      events: ['report.released'],
    });
  });

  it('resolved without release leaves the report to a review', async () => {
    await take(1);
    const [alert] = await alertsOf();
    await resolve((await acknowledge(alert!)).body, false);
    expect(await report()).toMatchObject({ release_state: 'review', events: null });
  });

  it('is acknowledged by one of several at once', async () => {
    await take(1);
    const [alert] = await alertsOf();
    const answers = await Promise.all([1, 2, 3, 4].map(() => acknowledge(alert!)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect((await work(alert!.id)).filter(({ kind }) => kind === 'call')).toHaveLength(1);
  });

  it('goes up level by level, and further people see it', async () => {
    await take(1);
    const [alert] = await alertsOf();
    await app.runJob(EscalateAlerts);
    expect(await alertsOf()).toMatchObject([{ state: 'open', level: 1 }]);
    app.clock.advance(15 * 60_000);
    await Promise.all([app.runJob(EscalateAlerts), app.runJob(EscalateAlerts)]);
    expect(await alertsOf(colleague.as)).toMatchObject([{ state: 'escalated', level: 2 }]);
    expect(await alertsOf(stranger.as)).toEqual([]);
    app.clock.advance(15 * 60_000);
    await Promise.all([app.runJob(EscalateAlerts), app.runJob(EscalateAlerts)]);
    expect(await alertsOf(stranger.as)).toMatchObject([{ level: 3 }]);
    app.clock.advance(15 * 60_000);
    await app.runJob(EscalateAlerts);
    const [highest] = await alertsOf();
    expect(highest).toMatchObject({ level: 3 });
    expect(await work(alert!.id)).toHaveLength(3);
    const open = async () => (await app.call('countCriticalAlerts', { as: stranger.as })).body.open;
    const before = await open();
    expect((await acknowledge(highest!, stranger.as)).status).toBe(200);
    expect(await open()).toBe(before - 1);
  });

  it('a preliminary report raises it; its final one adds nothing new', async () => {
    await take(1, { status: 'preliminary' });
    await take(2);
    expect(await alertsOf()).toMatchObject([{ state: 'open', version: 2 }]);
    expect(await report()).toMatchObject({ release_state: 'critical-hold', revision: 2 });
  });

  it('a correction that becomes critical takes a released report back', async () => {
    await take(1, { observations: [anObservation()] });
    expect(await report()).toMatchObject({ release_state: 'released' });
    await take(2, { status: 'corrected' });
    expect(await report()).toMatchObject({
      release_state: 'critical-hold',
      events: ['report.released'],
    });
    const [alert] = await alertsOf();
    await resolve((await acknowledge(alert!)).body);
    expect(await report()).toMatchObject({
      release_state: 'released',
      events: ['report.released', 'report.corrected'],
    });
  });

  it('a correction that keeps a resolved value stays released; another value is a new alert', async () => {
    await take(1);
    const [alert] = await alertsOf();
    await resolve((await acknowledge(alert!)).body);
    await take(2, { status: 'corrected', conclusion: '补充' });
    expect(await report()).toMatchObject({ release_state: 'released', revision: 2 });
    await take(3, { observations: [criticalPotassium({ value: '7.4', number: 7.4 })] });
    expect(await report()).toMatchObject({ release_state: 'critical-hold', revision: 3 });
    expect(await alertsOf()).toMatchObject([{ state: 'open' }, { state: 'resolved' }]);
  });

  it('taken back before anybody acted it says so, and still has to be acknowledged', async () => {
    await take(1);
    await take(2, { status: 'corrected', observations: [anObservation()] });
    const [alert] = await alertsOf();
    expect(alert).toMatchObject({ state: 'open', note: '报告已更正，更正后没有危急值' });
    expect(await report()).toMatchObject({ release_state: 'critical-hold' });
    await resolve((await acknowledge(alert!)).body);
    expect(await report()).toMatchObject({ release_state: 'released' });
  });

  it('corrected to another patient is heard of anew, whatever was done about the former', async () => {
    await take(1);
    const [alert] = await alertsOf();
    await resolve((await acknowledge(alert!)).body);
    patientId = await aPatient(app);
    await take(2);
    expect(await alertsOf()).toMatchObject([
      { state: 'open', items: [{ name: '血清钾', value: '6.9' }] },
      { id: alert!.id, state: 'resolved' },
    ]);
    expect(await report()).toMatchObject({ release_state: 'critical-hold' });
  });

  it('corrected to another patient takes along whom to call', async () => {
    await take(1);
    const [alert] = await alertsOf();
    await acknowledge(alert!);
    const wrongly = patientId;
    patientId = await aPatient(app);
    await take(2);
    expect(await alertsOf()).toMatchObject([
      { state: 'open' },
      { id: alert!.id, state: 'acknowledged' },
    ]);
    const { rows } = await app.sql.query(
      `select state, patient_id from work_item where subject_id = $1 order by created_at, id`,
      [alert!.id],
    );
    expect(rows).toEqual([
      { state: 'cancelled', patient_id: wrongly },
      { state: 'open', patient_id: patientId },
    ]);
  });

  it('of years ago, when a system is connected, disturbs nobody', async () => {
    await take(1, { issuedAt: new Date('2020-01-01T08:00:00+08:00') });
    expect(await alertsOf()).toEqual([]);
    expect(await report()).toMatchObject({ release_state: 'released' });
  });
});

describe('a critical value that names no department', () => {
  const takeFrom = async (of: string, version = 1) => {
    const place = aPlace({ patientId: of, branchId: clinic.branchId });
    const report = aReport({ observations: [criticalPotassium()] });
    return takeReport(app, aSource(systemId, sourceId, version), place, report);
  };
  const visited = (of: string, startedAt: Date) =>
    app.sql.query(
      `insert into encounter (id, patient_id, branch_id, department_id, class, status, started_at, updated_at)
       values ($1, $2, $3, $4, 'outpatient', 'finished', $5, $5)`,
      [app.newId(), of, clinic.branchId, clinic.departmentId, startedAt],
    );
  const daysAgo = (days: number) => new Date(app.clock.now().getTime() - days * 86_400_000);

  it('goes at once to the department that saw the patient last', async () => {
    await visited(patientId, daysAgo(2));
    await takeFrom(patientId);
    const [alert] = await alertsOf();
    expect(alert).toMatchObject({ state: 'open', level: 1, departmentId: clinic.departmentId });
    expect(await work(alert!.id)).toMatchObject([
      { kind: 'critical-value', department_id: clinic.departmentId, title: '危急值待确认' },
    ]);
    expect(await alertsOf(colleague.as)).toEqual([]);
  });

  it('goes at once to the branch where nobody has seen the patient of late', async () => {
    await visited(patientId, daysAgo(90));
    await takeFrom(patientId);
    const [alert] = await alertsOf(colleague.as);
    expect(alert).toMatchObject({ state: 'open', level: 2, departmentId: null });
    expect(await alertsOf(stranger.as)).toEqual([]);
    const [item] = await work(alert!.id);
    expect(item).toMatchObject({ title: '危急值待确认', department_id: null });
    const { rows } = await app.sql.query(
      `select id from work_item where subject_id = $1 and branch_id = $2`,
      [alert!.id, clinic.branchId],
    );
    expect(rows).toHaveLength(1);
    expect((await acknowledge(alert!, colleague.as)).status).toBe(200);
  });

  it('is not late before its time, and then goes to everybody', async () => {
    await takeFrom(patientId);
    const overdue = async () =>
      (await app.call('countCriticalAlerts', { as: colleague.as })).body.overdue;
    const before = await overdue();
    await app.runJob(EscalateAlerts);
    expect(await alertsOf(colleague.as)).toMatchObject([{ state: 'open', level: 2 }]);
    expect(await overdue()).toBe(before);
    app.clock.advance(15 * 60_000);
    await app.runJob(EscalateAlerts);
    expect(await overdue()).toBeGreaterThan(before);
    expect(await alertsOf(stranger.as)).toMatchObject([{ state: 'escalated', level: 3 }]);
  });
});
