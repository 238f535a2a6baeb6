import type { ResponseOf } from '@suizhen/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';
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

let app: TestApp;
let clinic: TestClinic;
let systemId: string;
let owner: TestAccount;
let doctor: TestStaff;
let elsewhere: TestStaff;
let patientId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app);
  const other = await aClinic(app);
  systemId = await anExternalSystem(app, clinic.branchId);
  const staffOf = ({ branchId, departmentId }: TestClinic) =>
    signInStaff(app, { role: 'doctor', branchId, departmentId, name: '欧阳医生' });
  doctor = await staffOf(clinic);
  elsewhere = await staffOf(other);
});
afterAll(() => app?.close());
beforeEach(async () => {
  owner = await signInAccount(app);
  patientId = await aPatient(app, { proxies: [owner.accountId], name: '赵小满' });
});

async function take(report: Partial<IncomingReport> = {}, sourceId = app.newId(), version = 1) {
  const { branchId, departmentId } = clinic;
  const place = aPlace({ patientId, branchId, departmentId });
  return (await takeReport(app, aSource(systemId, sourceId, version), place, aReport(report))).id;
}

/** A potassium of some day. */
const potassium = (date: string, number: number, unit = 'mmol/L') => {
  const effectiveAt = new Date(`${date}T08:00:00+08:00`);
  const flag = number > 5.3 ? ('H' as const) : ('N' as const);
  return {
    issuedAt: effectiveAt,
    observations: [anObservation({ value: String(number), number, unit, flag, effectiveAt })],
  };
};

const search = (body: Record<string, unknown> = {}, as = owner.as) =>
  app.call('searchMyReports', { params: { patientId }, body, as });
const open = (reportId: string, as = owner.as) =>
  app.call('getMyReport', { params: { reportId }, as });
const itemsOf = ({ body }: { body: ResponseOf<'getMyReport'> }) => body.items;

describe('the list of a patient', () => {
  it('shows the newest first, page by page', async () => {
    const days = ['2026-02-01', '2026-02-02', '2026-02-03', '2026-02-04', '2026-02-05'];
    const ids: string[] = [];
    for (const day of days) ids.unshift(await take(potassium(day, 4)));
    const first = await search({ limit: 2 });
    expect(first.body.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await search({ limit: 2, cursor: first.body.nextCursor! });
    const third = await search({ limit: 2, cursor: second.body.nextCursor! });
    const seen = [first, second, third].flatMap(({ body }) => body.items.map(({ id }) => id));
    expect(seen).toEqual(ids);
    expect(third.body.nextCursor).toBeNull();
    expect((await search({ cursor: 'nonsense' })).status).toBe(422);
  });

  it('finds by kind, department, day, words of an item, abnormal and unread', async () => {
    const high = await take(potassium('2026-02-01', 6));
    const imaging = await take({
      kind: 'imaging',
      name: '胸部CT',
      observations: [],
      findings: '双肺纹理清晰',
      issuedAt: new Date('2026-02-10T10:00:00+08:00'),
    });
    const found = async (body: Record<string, unknown>) =>
      (await search(body)).body.items.map(({ id }) => id);
    expect(await found({ kind: 'imaging' })).toEqual([imaging]);
    expect(await found({ isAbnormal: true })).toEqual([high]);
    expect(await found({ isAbnormal: false })).toEqual([imaging]);
    expect(await found({ from: '2026-02-10', to: '2026-02-10' })).toEqual([imaging]);
    expect(await found({ to: '2026-02-09' })).toEqual([high]);
    expect(await found({ words: '血清钾' })).toEqual([high]);
    expect(await found({ words: '胸部ct' })).toEqual([imaging]);
    expect(await found({ words: '%' })).toEqual([]);
    expect(await found({ departmentId: clinic.departmentId })).toEqual([imaging, high]);
    expect(await found({ departmentId: app.newId() })).toEqual([]);
    await open(high);
    expect(await found({ isUnread: true })).toEqual([imaging]);
    const whole = (await search()).body;
    expect(whole.departments.map(({ id }) => id)).toEqual([clinic.departmentId]);
    expect(whole.unread).toBe(1);
  });

  it('what is told in person is there and says nothing', async () => {
    const id = await take({
      kind: 'pathology',
      name: '病理报告',
      observations: [anObservation({ name: '恶性', flag: 'A', value: '阳性', number: null })],
    });
    const { body } = await search();
    expect(body.items).toMatchObject([
      { id, isOpenable: false, isUnread: false, abnormalCount: 0, patientId },
    ]);
    expect(body.unread).toBe(0);
    expect((await search({ words: '恶性' })).body.items).toEqual([]);
    expect((await search({ isAbnormal: true })).body.items).toEqual([]);
    expect((await open(id)).error?.code).toBe('NOT_FOUND');
  });

  it('holds back what is not released, and shows what was withdrawn as such', async () => {
    const critical = await take({ observations: [criticalPotassium()] });
    const review = await take({ kind: 'physical-exam' });
    const preliminary = await take({ status: 'preliminary' });
    expect((await search()).body.items).toEqual([]);
    for (const id of [critical, review, preliminary]) {
      expect((await open(id)).error?.code).toBe('NOT_FOUND');
    }
    const sourceId = app.newId();
    const id = await take({}, sourceId);
    await take({ status: 'cancelled' }, sourceId, 2);
    const { body } = await search();
    expect(body.items).toMatchObject([{ id, status: 'cancelled', isOpenable: false }]);
    expect((await open(id)).error?.code).toBe('NOT_FOUND');
  });

  it('belongs to those who act for the patient', async () => {
    await take();
    const stranger = await signInAccount(app);
    expect((await search({}, stranger.as)).error?.code).toBe('NOT_FOUND');
    await app.sql.query(`update proxy set ended_at = $2 where account_id = $1`, [
      owner.accountId,
      app.clock.now(),
    ]);
    expect((await search()).error?.code).toBe('NOT_FOUND');
  });
});

describe('one report', () => {
  it('has what was measured before beside each item', async () => {
    await take(potassium('2025-11-01', 4.4));
    const before = potassium('2026-01-15', 5.6);
    await take(before);
    const id = await take({
      observations: [
        anObservation({ value: '5.9', number: 5.9, flag: 'H' }),
        anObservation({ code: 'NA', name: '血清钠', value: '140', number: 140 }),
      ],
    });
    const items = itemsOf(await open(id));
    expect(items).toMatchObject([
      {
        code: 'K',
        value: '5.9',
        number: 5.9,
        rangeLow: 3.5,
        flag: 'H',
        hasTrend: true,
        previous: { value: '5.6', unit: 'mmol/L', flag: 'H', at: '2026-01-15T00:00:00.000Z' },
      },
      { code: 'NA', hasTrend: false, previous: null, explanation: null },
    ]);
    expect(Object.keys(items[0]!)).not.toContain('isCritical');
  });

  it('leaves out what the patient may not see yet', async () => {
    await take(potassium('2026-01-01', 4.2));
    await take({
      issuedAt: new Date('2026-03-01T08:00:00+08:00'),
      observations: [criticalPotassium({ effectiveAt: new Date('2026-03-01T08:00:00+08:00') })],
    });
    const id = await take();
    expect(itemsOf(await open(id))[0]!.previous?.value).toBe('4.2');
    const forDoctor = await app.call('getReport', { params: { reportId: id }, as: doctor.as });
    expect(forDoctor.body.items[0]!.previous?.value).toBe('6.9');
  });

  it('becomes read by being opened, for the account that opened it, and is unread again once corrected', async () => {
    const sourceId = app.newId();
    const id = await take({}, sourceId);
    const mother = await signInAccount(app);
    await app.sql.query(
      `insert into proxy (id, account_id, patient_id, relation, created_at) values ($1, $2, $3, 'parent', $4)`,
      [app.newId(), mother.accountId, patientId, app.clock.now()],
    );
    expect((await search()).body.unread).toBe(1);
    await Promise.all([open(id), open(id), open(id)]);
    expect((await search()).body).toMatchObject({ unread: 0, items: [{ isUnread: false }] });
    expect((await search({}, mother.as)).body.unread).toBe(1);
    const corrected = { ...potassium('2026-03-03', 4.9), status: 'corrected' as const };
    await take(corrected, sourceId, 2);
    expect((await search()).body).toMatchObject({ unread: 1, items: [{ revision: 2 }] });
    const { body } = await open(id);
    expect(body.correctionNote).toBe(
      '2026-03-03 09:00 更正，此前的内容作废：血清钾由 4.1 mmol/L 改为 4.9 mmol/L',
    );
    expect((await search()).body.unread).toBe(0);
  });

  it('that was filed under somebody else says nothing of what it said there', async () => {
    const sourceId = app.newId();
    const id = await take({}, sourceId);
    patientId = await aPatient(app, { proxies: [owner.accountId] });
    await take({ ...potassium('2026-03-03', 4.9), status: 'corrected' }, sourceId, 2);
    const { body } = await open(id);
    expect(body.patientId).toBe(patientId);
    expect(body.correctionNote).toBe('2026-03-03 09:00 更正，此前的内容作废');
    const forDoctor = await app.call('getReport', { params: { reportId: id }, as: doctor.as });
    expect(forDoctor.body.correctionNote).toContain('血清钾由 4.1 mmol/L 改为 4.9 mmol/L');
  });

  it('leaves a line in the audit each time, and none for a stranger', async () => {
    const id = await take();
    await open(id);
    await open(id);
    const stranger = await signInAccount(app);
    expect((await open(id, stranger.as)).error?.code).toBe('NOT_FOUND');
    const { rows } = await app.sql.query(
      `select actor_id, action, patient_id, outcome from audit_event
        where resource_id = $1 and actor_kind = 'account'`,
      [id],
    );
    const line = {
      actor_id: owner.accountId,
      action: 'report.open',
      patient_id: patientId,
      outcome: 'ok',
    };
    expect(rows).toEqual([line, line]);
    const read = await app.sql.query(`select account_id from report_read where report_id = $1`, [
      id,
    ]);
    expect(read.rows).toEqual([{ account_id: owner.accountId }]);
  });
});

describe('a trend', () => {
  const trend = (query: { years?: number } = {}, code = 'K', as = owner.as) =>
    app.call('getMyTrend', { params: { patientId, code }, query, as });

  it('is in the unit of the newest number; the rest is counted', async () => {
    await take(potassium('2024-05-01', 4.2));
    await take(potassium('2025-05-01', 160, 'mg/L'));
    await take({
      issuedAt: new Date('2025-06-01T08:00:00+08:00'),
      observations: [
        anObservation({
          value: '溶血',
          number: null,
          effectiveAt: new Date('2025-06-01T08:00:00+08:00'),
        }),
      ],
    });
    await take(potassium('2026-02-01', 5.6));
    const { body } = await trend();
    expect(body).toMatchObject({ code: 'K', name: '血清钾', unit: 'mmol/L', leftOut: 2 });
    expect(body.points.map(({ number }) => number)).toEqual([4.2, 5.6]);
    expect(body.points[1]).toMatchObject({ flag: 'H', rangeLow: 3.5, rangeHigh: 5.3 });
    expect((await trend({ years: 1 })).body.points).toHaveLength(1);
  });

  it('says the name of what was measured long ago only, and knows nothing else', async () => {
    await take(potassium('2020-05-01', 4.2));
    expect((await trend({ years: 1 })).body).toMatchObject({ name: '血清钾', points: [] });
    expect((await trend({}, 'NOSUCH')).error?.code).toBe('NOT_FOUND');
    const stranger = await signInAccount(app);
    expect((await trend({}, 'K', stranger.as)).error?.code).toBe('NOT_FOUND');
  });

  it('leaves out what is held back, but not for the doctor', async () => {
    await take(potassium('2026-02-01', 4.2));
    await take({ observations: [criticalPotassium()] });
    expect((await trend()).body.points).toHaveLength(1);
    const forStaff = (as = doctor.as) =>
      app.call('getPatientTrend', { params: { patientId, code: 'K' }, as });
    expect((await forStaff()).body.points.map(({ number }) => number)).toEqual([4.2, 6.9]);
    expect((await forStaff(elsewhere.as)).error?.code).toBe('NOT_FOUND');
  });
});

describe('staff', () => {
  it('see every report within reach, and the patient sees that they looked', async () => {
    const critical = await take({ observations: [criticalPotassium()] });
    const plain = await take(potassium('2026-02-01', 4));
    const { as } = doctor;
    const list = await app.call('listPatientReports', { params: { patientId }, as });
    expect(list.body.items.map(({ id }) => id)).toEqual([critical, plain]);
    expect(list.body.items[0]).toMatchObject({
      releaseState: 'critical-hold',
      isCritical: true,
      patientName: '赵小满',
    });
    const { body } = await app.call('getReport', { params: { reportId: critical }, as });
    expect(body).toMatchObject({
      patientName: '赵小满',
      releaseState: 'critical-hold',
      sourceName: '检验系统',
      isUnread: true,
    });
    const views = await app.call('listMyRecordViews', { params: { patientId }, as: owner.as });
    expect(views.body.items.map(({ staffName, action }) => `${staffName} ${action}`)).toEqual([
      '欧阳医生 查看检查报告',
      '欧阳医生 在报告列表中看到',
    ]);
  });

  it('see nothing out of reach, and masked names where the policy says so', async () => {
    const id = await take();
    const { as } = elsewhere;
    for (const answer of [
      await app.call('getReport', { params: { reportId: id }, as }),
      await app.call('listReportRevisions', { params: { reportId: id }, as }),
      await app.call('listPatientReports', { params: { patientId }, as }),
    ]) {
      expect(answer.error?.code).toBe('NOT_FOUND');
    }
    const president = await signInStaff(app, { role: 'president' });
    const seen = await app.call('getReport', { params: { reportId: id }, as: president.as });
    expect(seen.body.patientName).toBe('赵*满');
  });

  it('reach all reports of a patient whom their department has seen', async () => {
    const { branchId, departmentId } = await aClinic(app);
    const visited = await signInStaff(app, { role: 'nurse', branchId, departmentId });
    const id = await take();
    const read = () => app.call('getReport', { params: { reportId: id }, as: visited.as });
    expect((await read()).status).toBe(404);
    await app.sql.query(
      `insert into encounter (id, patient_id, branch_id, department_id, class, status, started_at, updated_at)
       values ($1, $2, $3, $4, 'outpatient', 'finished', $5, $5)`,
      [app.newId(), patientId, branchId, departmentId, app.clock.now()],
    );
    expect((await read()).status).toBe(200);
  });

  it('see what stood there before a correction', async () => {
    const sourceId = app.newId();
    const id = await take({}, sourceId);
    await take({ ...potassium('2026-03-03', 4.9), status: 'corrected' }, sourceId, 2);
    const { body } = await app.call('listReportRevisions', {
      params: { reportId: id },
      as: doctor.as,
    });
    expect(body.items).toMatchObject([
      { revision: 1, status: 'final', items: [{ code: 'K', value: '4.1' }] },
    ]);
  });
});
