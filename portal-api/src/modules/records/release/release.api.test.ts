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
  takeReport,
} from '../../../../test/support/records';
import type { IncomingReport } from '..';
import { ReleaseDueReports } from './release-due-reports.job';

let app: TestApp;
let clinic: TestClinic;
let systemId: string;
let doctor: TestStaff;
let stranger: TestStaff;
let patientId: string;
let sourceId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app);
  const other = await aClinic(app);
  systemId = await anExternalSystem(app, clinic.branchId);
  const { branchId, departmentId } = clinic;
  doctor = await signInStaff(app, { role: 'doctor', branchId, departmentId });
  stranger = await signInStaff(app, {
    role: 'doctor',
    branchId: other.branchId,
    departmentId: other.departmentId,
  });
});
afterAll(() => app.close());
beforeEach(async () => {
  sourceId = app.newId();
  patientId = await aPatient(app);
});

const take = async (report: Partial<IncomingReport> = {}, version = 1) => {
  const { branchId, departmentId } = clinic;
  const place = aPlace({ patientId, branchId, departmentId });
  return (await takeReport(app, aSource(systemId, sourceId, version), place, aReport(report))).id;
};
const events = async (reportId: string) =>
  (
    await app.sql.query<{ event: string; revision: number }>(
      `select event, (payload->>'revision')::int as revision from outbox where payload->>'reportId' = $1 order by id`,
      [reportId],
    )
  ).rows.map(({ event, revision }) => `${event} ${revision}`);
const stateOf = async (reportId: string) =>
  (
    await app.sql.query<{ release_state: string; version: number }>(
      `select release_state, version from diagnostic_report where id = $1`,
      [reportId],
    )
  ).rows[0]!;

async function setSetting(key: string, value: unknown): Promise<void> {
  const admin = await signInStaff(app, { role: 'super-admin' });
  const { items } = (await app.call('listSettings', { as: admin.as })).body;
  const version = items.find((item) => item.key === key)!.version;
  const body = { value: value as string, reason: '测试', version };
  const answer = await app.call('updateSetting', { params: { key }, body, as: admin.as });
  expect(answer.status).toBe(200);
}

describe('reports that wait for somebody', () => {
  it('are listed for their department, released once, and told of once', async () => {
    const reportId = await take({ kind: 'physical-exam', name: '年度体检' });
    const query = { state: 'review' as const };
    const listed = await app.call('listReportReviews', { query, as: doctor.as });
    expect(listed.body.items).toMatchObject([
      { id: reportId, patientName: '王小明', releaseState: 'review', name: '年度体检' },
    ]);
    const others = await app.call('listReportReviews', { query, as: stranger.as });
    expect(others.body.items).toEqual([]);

    const params = { reportId };
    const body = { note: '无异常', version: listed.body.items[0]!.version };
    const refused = await app.call('releaseReport', { params, body, as: stranger.as });
    expect(refused.status).toBe(404);
    const answers = await Promise.all(
      [1, 2, 3].map(() => app.call('releaseReport', { params, body, as: doctor.as })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const released = answers.find(({ status }) => status === 200)!;
    expect(released.body).toMatchObject({ releaseState: 'released', releaseNote: '无异常' });
    expect(await events(reportId)).toEqual(['report.released 1']);
    const { rows } = await app.sql.query(
      `select action, patient_id from audit_event where resource_id = $1 and actor_id = $2 order by id`,
      [reportId, doctor.staffId],
    );
    expect(rows).toEqual([
      { action: 'report.list', patient_id: patientId },
      { action: 'report.release', patient_id: patientId },
    ]);
  });

  it('withheld and released again says nothing new; a correction does', async () => {
    const reportId = await take();
    const params = { reportId };
    const withhold = async () =>
      app.call('withholdReport', {
        params,
        body: { reason: '待复核', version: (await stateOf(reportId)).version },
        as: doctor.as,
      });
    const release = async () =>
      app.call('releaseReport', {
        params,
        body: { note: '', version: (await stateOf(reportId)).version },
        as: doctor.as,
      });
    expect((await withhold()).body).toMatchObject({
      releaseState: 'withheld',
      releasedAt: null,
      releaseNote: '待复核',
    });
    expect((await withhold()).body).toMatchObject({ error: { code: 'INVALID_STATE' } });
    expect((await release()).status).toBe(200);
    expect(await events(reportId)).toEqual(['report.released 1']);

    await withhold();
    await take({ observations: [anObservation({ value: '4.4', number: 4.4 })] }, 2);
    expect(await stateOf(reportId)).toMatchObject({ release_state: 'withheld' });
    expect(await events(reportId)).toEqual(['report.released 1']);
    await release();
    expect(await events(reportId)).toEqual(['report.released 1', 'report.corrected 2']);
  });

  it('what is told in person is never released to the phone', async () => {
    const reportId = await take({ kind: 'pathology', name: '活检' });
    const params = { reportId };
    const version = async () => (await stateOf(reportId)).version;
    const release = async () =>
      app.call('releaseReport', {
        params,
        body: { note: '', version: await version() },
        as: doctor.as,
      });
    expect((await release()).body).toMatchObject({ error: { code: 'INVALID_STATE' } });
    const body = { reason: '待会诊', version: await version() };
    await app.call('withholdReport', { params, body, as: doctor.as });
    expect((await release()).body).toMatchObject({ releaseState: 'in-person' });
    expect(await events(reportId)).toEqual(['report.in-person 1']);
  });

  it('a preliminary one cannot be released', async () => {
    const reportId = await take({ status: 'preliminary' });
    const body = { note: '', version: 1 };
    const answer = await app.call('releaseReport', { params: { reportId }, body, as: doctor.as });
    expect(answer.body).toMatchObject({ error: { code: 'INVALID_STATE' } });
  });
});

describe('reports with an hour of their own', () => {
  it('are released when it comes, once, however many workers look', async () => {
    await setSetting('records.release.imaging', 'after-hours');
    await setSetting('records.releaseHours', {
      lab: 24,
      imaging: 2,
      pathology: 24,
      'physical-exam': 24,
      'dental-picture': 24,
    });
    const reportId = await take({ kind: 'imaging', name: '胸部 CT', observations: [] });
    expect(await stateOf(reportId)).toMatchObject({ release_state: 'timed' });
    await app.runJob(ReleaseDueReports);
    expect(await stateOf(reportId)).toMatchObject({ release_state: 'timed' });
    app.clock.advance(2 * 3_600_000);
    const done = await Promise.all([1, 2, 3].map(() => app.runJob(ReleaseDueReports)));
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await stateOf(reportId)).toMatchObject({ release_state: 'released' });
    expect(await events(reportId)).toEqual(['report.released 1']);
  });
});
