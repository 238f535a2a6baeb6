import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, testNow, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';
import {
  anEncounter,
  anExternalSystem,
  anObservation,
  aPlace,
  aReport,
  aSource,
  takeReport,
} from '../../../../test/support/records';
import { aPng } from '../../../../test/support/sample-files';
import { aVisit } from '../../../../test/support/visits';
import { UnitOfWork } from '../../../kernel';
import { RecordIntake } from '../intake/record-intake';
import type { IncomingEncounter, IncomingOrder, IncomingReport } from '../intake/incoming';

let app: TestApp;
let clinic: TestClinic;
let account: TestAccount;
let doctor: TestStaff;
let systemId: string;
let patientId: string;
let serial = 0;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app, { capacity: 50 });
  systemId = await anExternalSystem(app, clinic.branchId);
  doctor = await signInStaff(app, { role: 'doctor', ...clinic });
});
afterAll(() => app?.close());

beforeEach(async () => {
  app.clock.set(testNow);
  account = await signInAccount(app);
  patientId = await aPatient(app, { proxies: [account.accountId] });
});

const source = () => aSource(systemId, `t-${(serial += 1)}`);
const place = () => {
  const { branchId, departmentId } = clinic;
  return aPlace({ patientId, branchId, departmentId });
};
async function seen(over: Partial<IncomingEncounter> = {}): Promise<string> {
  const [intake, unitOfWork] = [await app.get(RecordIntake), await app.get(UnitOfWork)];
  const saved = await unitOfWork.run((tx) =>
    intake.saveEncounter(tx, source(), place(), anEncounter(over)),
  );
  return saved.id;
}
const reported = async (over: Partial<IncomingReport> = {}) =>
  (await takeReport(app, source(), place(), aReport(over))).id;
async function ordered(over: Partial<IncomingOrder>): Promise<void> {
  const [intake, unitOfWork] = [await app.get(RecordIntake), await app.get(UnitOfWork)];
  const order: IncomingOrder = {
    ...{ kind: 'imaging', code: '', name: '胸部 CT', dosage: '', quantityText: '' },
    ...{ status: '已开立', orderedAt: new Date('2026-03-01T10:00:00+08:00') },
    ...over,
  };
  await unitOfWork.run((tx) => intake.saveOrder(tx, source(), place(), order));
}
const pressure = (systolic: number) =>
  app.call('recordMyVital', {
    as: account.as,
    params: { patientId },
    body: {
      kind: 'blood-pressure',
      systolic,
      diastolic: 80,
      measuredAt: app.clock.now().toISOString(),
    },
  });
const workOrder = () =>
  app.call('createDentalWorkOrder', {
    as: doctor.as,
    params: { patientId },
    body: { item: '全瓷冠', teeth: ['16'], laboratory: '康美义齿' },
  });
const timeline = (query: Record<string, string> = {}, as = doctor.as) =>
  app.call('getPatientTimeline', { as, params: { patientId }, query });
const prompts = async (as = doctor.as) =>
  (await app.call('getPatientPrompts', { as, params: { patientId } })).body;

/** One of everything, a minute apart. */
async function everything(): Promise<void> {
  await aVisit(app, clinic, { patientId, status: 'fulfilled' });
  await seen();
  await reported({
    observations: [anObservation({ flag: 'H', value: '5.9', number: 5.9 })],
  });
  const upload = await app.call('uploadFile', {
    as: account.as,
    body: { name: '片子', base64: aPng().toString('base64') },
  });
  app.clock.advance(60_000);
  await app.call('addMyDocument', {
    as: account.as,
    params: { patientId },
    body: {
      ...{ category: 'outside-report', title: '市二院胸片', hospitalName: '市二院' },
      fileIds: [upload.body.id],
    },
  });
  app.clock.advance(60_000);
  await pressure(182);
  app.clock.advance(60_000);
  await workOrder();
}

describe('the timeline', () => {
  it('shows everything, newest first, in words', async () => {
    await everything();
    const { body } = await timeline();
    expect(body.items.map(({ kind, detail }) => `${kind} ${detail}`)).toEqual([
      expect.stringMatching(/^appointment 已就诊$/),
      'encounter 门诊',
      expect.stringMatching(/^dental 已下单，D260303.{6} 牙位 16$/),
      'vital-alarm 高压 182 mmHg，高于 160',
      'document 外院报告，市二院',
      'report 检验报告，1 项异常',
    ]);
    expect(body.items.filter(({ isAbnormal }) => isAbnormal).map(({ kind }) => kind)).toEqual([
      'vital-alarm',
      'report',
    ]);
    expect(body.items.map(({ title }) => title)).toContain('血压超出提醒范围');
  });

  it('comes in pages that lose and repeat nothing, also where moments are the same', async () => {
    await everything();
    const at = { issuedAt: new Date('2026-03-02T10:00:00+08:00') };
    for (let n = 0; n < 5; n++) await reported({ ...at, name: `同一时刻 ${n}` });
    const all = (await timeline()).body.items.map(({ id }) => id);
    expect(all).toHaveLength(11);
    const paged: string[] = [];
    let cursor: string | null | undefined;
    do {
      const { body } = await timeline({ limit: '2', ...(cursor ? { cursor } : {}) });
      expect(body.items.length).toBeLessThanOrEqual(2);
      paged.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    } while (cursor);
    expect(paged).toEqual(all);
    const reports = (await timeline({ kind: 'report' })).body.items;
    expect(reports).toHaveLength(6);
    expect((await timeline({ cursor: 'x' })).error?.code).toBe('INVALID_FIELD');
  });

  it('is for whoever has to do with the patient, and the look is told', async () => {
    await seen();
    const elsewhere = await signInStaff(app, { role: 'doctor', ...(await aClinic(app)) });
    expect((await timeline({}, elsewhere.as)).error?.code).toBe('NOT_FOUND');
    await timeline();
    const views = await app.call('listMyRecordViews', { as: account.as, params: { patientId } });
    expect(views.body.items.map(({ action }) => action)).toEqual(['查看健康档案时间线']);
  });
});

describe('what to know when a patient comes in', () => {
  it('is nothing of somebody new', async () => {
    await aVisit(app, clinic, { patientId });
    expect(await prompts()).toEqual({
      isReturning: false,
      isImportant: false,
      lastVisit: null,
      unfinished: [],
      recentAbnormal: [],
      openAlerts: 0,
    });
  });

  it('is the last visit with its treatment, what is unfinished, and what was out of range', async () => {
    const startedAt = new Date('2026-02-20T09:00:00+08:00');
    await seen({ startedAt, endedAt: null, treatment: '早的', visitNo: 'old' });
    const last = await seen({
      startedAt: new Date('2026-03-01T09:00:00+08:00'),
      endedAt: null,
      treatment: '氨溴索口服',
      advice: '三天后复诊',
    });
    // What goes on today is not the last visit.
    await seen({ status: 'in-progress', endedAt: null });
    await app.sql.query(`update patient set care_class = 'key' where id = $1`, [patientId]);
    await ordered({ name: '胸部 CT' });
    await ordered({ name: '肺功能', status: '已完成' });
    await ordered({ name: '电解质', kind: 'lab' });
    await ordered({ name: '阿莫西林', kind: 'medication', status: '执行中' });
    await reported({
      observations: [
        anObservation({ flag: 'H', value: '5.9', number: 5.9 }),
        anObservation({ code: 'NA', name: '血清钠' }),
      ],
    });
    await workOrder();
    await pressure(182);
    const answer = await prompts();
    expect(answer).toMatchObject({
      isReturning: true,
      isImportant: true,
      lastVisit: { encounterId: last, treatment: '氨溴索口服', departmentName: '内科' },
      openAlerts: 1,
    });
    expect(answer.unfinished).toEqual([
      '上次医嘱：三天后复诊',
      '胸部 CT（已开立）',
      expect.stringMatching(/^加工单 D260303.{6} 全瓷冠（牙位 16，已下单）$/),
    ]);
    expect(answer.recentAbnormal).toEqual([
      expect.objectContaining({ name: '电解质', text: '血清钾 5.9 mmol/L 偏高' }),
    ]);
  });

  it('is the last visit all the same where no system has written of it', async () => {
    await aVisit(app, clinic, { patientId, status: 'fulfilled' });
    await app.sql.query(`update appointment set starts_at = $2, date = $3 where patient_id = $1`, [
      patientId,
      new Date('2026-02-21T09:00:00+08:00'),
      '2026-02-21',
    ]);
    // What a system writes of today says nothing of it.
    await seen({ status: 'in-progress', endedAt: null });
    expect(await prompts()).toMatchObject({
      isReturning: true,
      lastVisit: { encounterId: null, at: '2026-02-21T01:00:00.000Z', diagnosisText: '' },
    });
    const written = await seen({ startedAt: new Date('2026-02-21T08:30:00+08:00'), endedAt: null });
    expect((await prompts()).lastVisit).toMatchObject({ encounterId: written });
  });

  it('counts critical values that nobody has taken', async () => {
    await seen();
    await reported({
      observations: [anObservation({ flag: 'HH', isCritical: true, value: '6.9', number: 6.9 })],
    });
    const answer = await prompts();
    expect(answer.openAlerts).toBe(1);
    expect(answer.recentAbnormal[0]?.text).toBe('危急值：血清钾 6.9 mmol/L 偏高');
  });
});
