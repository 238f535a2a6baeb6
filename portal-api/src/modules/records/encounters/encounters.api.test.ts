import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
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
  aPlace,
  aReport,
  aSource,
} from '../../../../test/support/records';
import { UnitOfWork, type Tx } from '../../../kernel';
import { RecordIntake } from '../intake/record-intake';
import type { IncomingEncounter, IncomingReport } from '../intake/incoming';

let app: TestApp;
let clinic: TestClinic;
let account: TestAccount;
let doctor: TestStaff;
let systemId: string;
let patientId: string;
let serial = 0;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app);
  account = await signInAccount(app);
  patientId = await aPatient(app, { proxies: [account.accountId] });
  systemId = await anExternalSystem(app, clinic.branchId);
  doctor = await signInStaff(app, { role: 'doctor', ...clinic, name: '林静远' });
});
afterAll(() => app?.close());

async function take<T>(work: (intake: RecordIntake, tx: Tx) => Promise<T>): Promise<T> {
  const [intake, unitOfWork] = [await app.get(RecordIntake), await app.get(UnitOfWork)];
  return unitOfWork.run((tx) => work(intake, tx));
}

const source = () => aSource(systemId, `s-${(serial += 1)}`);
const place = (encounterId: string | null = null, of = patientId) => {
  const { branchId, departmentId } = clinic;
  return aPlace({ patientId: of, branchId, departmentId, encounterId });
};

async function seen(over: Partial<IncomingEncounter> = {}, of = patientId): Promise<string> {
  const saved = await take((intake, tx) =>
    intake.saveEncounter(tx, source(), place(null, of), anEncounter(over)),
  );
  return saved.id;
}

async function reported(encounterId: string, over: Partial<IncomingReport> = {}): Promise<string> {
  const saved = await take((intake, tx) =>
    intake.saveReport(tx, source(), place(encounterId), aReport(over)),
  );
  return saved.id;
}

async function withParts(encounterId: string): Promise<void> {
  const recordedAt = new Date('2026-03-03T09:20:00+08:00');
  await take(async (intake, tx) => {
    const of = place(encounterId);
    const diagnosis = { code: '', isMain: false, isRetracted: false, recordedAt };
    await intake.saveDiagnosis(tx, source(), of, { ...diagnosis, name: '高血压病' });
    await intake.saveDiagnosis(tx, source(), of, {
      ...diagnosis,
      ...{ code: 'J20.900', name: '急性支气管炎', isMain: true },
    });
    await intake.saveDiagnosis(tx, source(), of, {
      ...diagnosis,
      ...{ name: '误写', isMain: true, isRetracted: true },
    });
    await intake.saveOrder(tx, source(), of, {
      kind: 'medication',
      code: '',
      name: '氨溴索口服液',
      dosage: '10 ml 每日三次',
      quantityText: '2 瓶',
      status: '执行中',
      orderedAt: recordedAt,
    });
    const charge = { code: '', quantityText: '1', isCancelled: false, chargedAt: recordedAt };
    await intake.saveCharge(tx, source(), of, { ...charge, name: '诊查费', amountFen: 2_500 });
    await intake.saveCharge(tx, source(), of, { ...charge, name: '退药', amountFen: -1_200 });
    await intake.saveCharge(tx, source(), of, {
      ...charge,
      ...{ name: '录错', amountFen: 99_900, isCancelled: true },
    });
  });
}

const mine = (query: Record<string, string> = {}, as = account.as) =>
  app.call('listMyEncounters', { as, params: { patientId }, query });
const getMine = (encounterId: string, as = account.as) =>
  app.call('getMyEncounter', { as, params: { encounterId } });
const getForStaff = (encounterId: string, as = doctor.as) =>
  app.call('getEncounter', { as, params: { encounterId } });

describe('visits of a patient', () => {
  it('hold what was found, ordered and charged', async () => {
    const encounterId = await seen();
    await withParts(encounterId);
    const { body } = await getMine(encounterId);
    expect(body).toMatchObject({
      diagnosisText: '急性支气管炎',
      departmentName: '内科',
      chiefComplaint: '咳嗽三天',
      diagnoses: [{ code: 'J20.900', isMain: true }, { name: '高血压病' }],
      orders: [{ name: '氨溴索口服液', dosage: '10 ml 每日三次' }],
      chargedFen: 1_300,
    });
    expect(body.charges.map(({ name }) => name)).toEqual(['诊查费', '退药']);
  });

  it('name the reports that the patient may know of, and open those that are released', async () => {
    const encounterId = await seen();
    const lab = await reported(encounterId);
    const hiv = await reported(encounterId, { name: 'HIV 抗体筛查', code: 'HIV' });
    await reported(encounterId, { name: '病程中的', status: 'preliminary' });
    const critical = { flag: 'HH', isCritical: true } as const;
    const { observations } = aReport();
    await reported(encounterId, {
      name: '危急',
      observations: [{ ...observations[0]!, ...critical }],
    });
    const forPatient = (await getMine(encounterId)).body;
    expect(forPatient.reportLinks).toEqual([
      { id: lab, name: '电解质', status: 'final', isOpenable: true },
      { id: hiv, name: 'HIV 抗体筛查', status: 'final', isOpenable: false },
    ]);
    expect(forPatient.reports).toBe(2);
    const forStaff = (await getForStaff(encounterId)).body;
    expect(forStaff.reportLinks).toHaveLength(4);
    expect(forStaff.reportLinks.every(({ isOpenable }) => isOpenable)).toBe(true);
  });

  it('come in pages, newest first, of one class if wanted; what was called off is none', async () => {
    const other = await signInAccount(app);
    const of = await aPatient(app, { proxies: [other.accountId] });
    for (const day of ['01', '02', '03']) {
      const startedAt = new Date(`2026-02-${day}T09:00:00+08:00`);
      await seen({ startedAt, endedAt: null, visitNo: day }, of);
    }
    const called = await seen({ status: 'cancelled', visitNo: 'X' }, of);
    await seen({ class: 'inpatient', visitNo: 'Z' }, of);
    const list = (query: Record<string, string>) =>
      app.call('listMyEncounters', { as: other.as, params: { patientId: of }, query });
    const first = (await list({ limit: '2' })).body;
    expect(first.items.map(({ visitNo }) => visitNo)).toEqual(['Z', '03']);
    const second = (await list({ limit: '2', cursor: first.nextCursor! })).body;
    expect(second.items.map(({ visitNo }) => visitNo)).toEqual(['02', '01']);
    expect(second.nextCursor).toBeNull();
    expect((await list({ class: 'inpatient' })).body.items).toHaveLength(1);
    expect((await getMine(called, other.as)).error?.code).toBe('NOT_FOUND');
  });

  it('are nothing to strangers, nor to a session that has not proved itself', async () => {
    const encounterId = await seen();
    const stranger = await signInAccount(app);
    expect((await getMine(encounterId, stranger.as)).error?.code).toBe('NOT_FOUND');
    expect((await mine({}, stranger.as)).error?.code).toBe('NOT_FOUND');
    expect((await getMine(app.newId())).error?.code).toBe('NOT_FOUND');
    const unproved = await signInAccount(app, { isSteppedUp: false });
    expect((await mine({}, unproved.as)).error?.code).toBe('STEP_UP_REQUIRED');
  });
});

describe('to staff', () => {
  it('are open where the patient was seen, though nobody had booked, and the patient sees who looked', async () => {
    const encounterId = await seen();
    expect((await getForStaff(encounterId)).status).toBe(200);
    const list = (as: TestStaff['as']) =>
      app.call('listPatientEncounters', { as, params: { patientId } });
    expect((await list(doctor.as)).body.items[0]?.id).toBe(encounterId);
    const elsewhere = await signInStaff(app, { role: 'doctor', ...(await aClinic(app)) });
    expect((await getForStaff(encounterId, elsewhere.as)).error?.code).toBe('NOT_FOUND');
    expect((await list(elsewhere.as)).error?.code).toBe('NOT_FOUND');
    const views = await app.call('listMyRecordViews', { as: account.as, params: { patientId } });
    const looks = views.body.items.map(({ action, staffName }) => `${staffName} ${action}`);
    expect(looks).toEqual(expect.arrayContaining(['林医生 查看就诊详情', '林医生 查看就诊记录']));
  });
});
