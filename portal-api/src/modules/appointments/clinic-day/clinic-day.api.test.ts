import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestApp,
  testNow,
  type Credentials,
  type TestApp,
} from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import { signInAccount, signInStaff } from '../../../../test/support/people';
import { aVisit, checkInAtDesk } from '../../../../test/support/visits';

let app: TestApp;
let clinic: TestClinic;
let nurse: Credentials;

const today = '2026-03-03';

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());
beforeEach(async () => {
  app.clock.set(testNow);
  clinic = await aClinic(app, { date: today });
  nurse = await staff('nurse');
});

const staff = async (
  role: 'nurse' | 'doctor' | 'manager' | 'front-desk',
  more: { doctorId?: string } = {},
) => {
  const { branchId, departmentId } = clinic;
  return (await signInStaff(app, { role, branchId, departmentId, ...more })).as;
};
const day = async (as = nurse, query: Record<string, string> = {}) =>
  (await app.call('getClinicDay', { as, query })).body;
const save = (appointmentId: string, preparation: string, version: number, as = nurse) =>
  app.call('savePreparation', { as, params: { appointmentId }, body: { preparation, version } });

describe('the day before it begins', () => {
  it('says who comes, why, what was last time and what to mind', async () => {
    const account = await signInAccount(app);
    const patientId = await aPatient(app, {
      birthDate: '1944-05-06',
      proxies: [account.accountId],
    });
    await app.sql.query(
      `update patient set care_class = 'key', allergies = '青霉素' where id = $1`,
      [patientId],
    );
    const { branchId, departmentId } = clinic;
    const before = await aClinic(app, { date: '2026-02-03', branchId, departmentId });
    const last = await aVisit(app, before, { patientId, status: 'fulfilled' });
    const missed = await aVisit(app, before, { patientId, status: 'noshow' });
    await app.sql.query(
      `insert into credit_event (id, patient_id, kind, appointment_id, at, counts_until)
       values ($1, $2, 'no-show', $3, '2026-02-03', '2026-08-03')`,
      [app.newId(), patientId, missed.id],
    );
    const visit = await aVisit(app, clinic, { patientId });
    await app.call('saveMyVisitReason', {
      as: account.as,
      params: { appointmentId: visit.id },
      body: { reason: '头晕三天' },
    });
    const { clinics } = await day();
    expect(clinics).toHaveLength(1);
    expect(clinics[0]!.visits).toMatchObject([
      {
        patientName: '王小明',
        patientAge: 81,
        visitReason: '头晕三天',
        isReturning: true,
        lastVisit: { date: '2026-02-03', doctorName: '李医生' },
        visitCount: 1,
        careClass: 'key',
        allergies: '青霉素',
        noShows: 1,
        queueState: null,
        followUpOf: null,
      },
    ]);
    expect(clinics[0]!.visits[0]!.prompts[0]).toBe('过敏：青霉素');
    await app.sql.query(`update appointment set follows_appointment_id = $2 where id = $1`, [
      visit.id,
      last.id,
    ]);
    const again = (await day()).clinics[0]!.visits[0]!;
    expect(again.followUpOf).toBe(last.id);
    expect(again.prompts.join()).toContain('复诊预约');
  });

  it('is shown a doctor with the own clinics first', async () => {
    const { branchId, departmentId } = clinic;
    const earlier = await aClinic(app, { date: today, branchId, departmentId, startTime: '08:00' });
    const doctor = await staff('doctor', { doctorId: clinic.doctorId });
    const ids = (await day(doctor)).clinics.map(({ rosterId }) => rosterId);
    expect(ids).toEqual([clinic.rosterId, earlier.rosterId]);
    const only = await day(doctor, { doctorId: earlier.doctorId });
    expect(only.clinics.map(({ rosterId }) => rosterId)).toEqual([earlier.rosterId]);
  });

  it('keeps names, reasons and allergies from who sees masked data', async () => {
    const patientId = await aPatient(app, {});
    await app.sql.query(`update patient set allergies = '海鲜' where id = $1`, [patientId]);
    await aVisit(app, clinic, { patientId });
    const [seen] = (await day(await staff('manager'))).clinics[0]!.visits;
    expect(seen).toMatchObject({ patientName: '王*明', visitReason: '', allergies: '' });
    expect(seen!.prompts.join()).not.toContain('海鲜');
  });

  it('shows nothing of other departments', async () => {
    const elsewhere = await aClinic(app, { date: today, branchId: clinic.branchId });
    await aVisit(app, elsewhere);
    expect((await day()).clinics.map(({ rosterId }) => rosterId)).toEqual([clinic.rosterId]);
  });

  it('leaves a line for each patient, that the patient finds, once an hour', async () => {
    const account = await signInAccount(app);
    const visit = await aVisit(app, clinic, { proxies: [account.accountId] });
    for (let n = 0; n < 3; n++) await day();
    const views = await app.call('listMyRecordViews', {
      as: account.as,
      params: { patientId: visit.patientId },
    });
    expect(views.body.items).toHaveLength(1);
    app.clock.set('2026-03-03T10:01:00+08:00');
    await day();
    const later = await app.call('listMyRecordViews', {
      as: account.as,
      params: { patientId: visit.patientId },
    });
    expect(later.body.items).toHaveLength(2);
  });

  it('lists a transferred visit where it takes place', async () => {
    const { branchId, departmentId } = clinic;
    const other = await aClinic(app, { date: today, branchId, departmentId });
    const visit = await aVisit(app, clinic);
    await checkInAtDesk(app, await staff('front-desk'), visit);
    const { rows } = await app.sql.query<{ id: string }>(
      `select id from queue_entry where appointment_id = $1`,
      [visit.id],
    );
    await app.call('transferQueueEntry', {
      as: nurse,
      params: { entryId: rows[0]!.id },
      body: { rosterId: other.rosterId, reason: '医生临时手术' },
    });
    const clinics = (await day()).clinics;
    const visitsOf = (rosterId: string) =>
      clinics.find((each) => each.rosterId === rosterId)!.visits.map((each) => each.appointmentId);
    expect(visitsOf(clinic.rosterId)).toEqual([]);
    expect(visitsOf(other.rosterId)).toEqual([visit.id]);
  });
});

describe('what to have ready', () => {
  it('is noted, with one of two writers told of the other', async () => {
    const visit = await aVisit(app, clinic);
    const { version } = (await day()).clinics[0]!.visits[0]!;
    const answers = await Promise.all([
      save(visit.id, '备血压计', version),
      save(visit.id, '备轮椅', version),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const winner = answers.find(({ status }) => status === 200)!;
    expect((await day()).clinics[0]!.visits[0]!.preparation).toBe(winner.body.preparation);
  });

  it('is for visits to come, within reach', async () => {
    const over = await aVisit(app, clinic, { status: 'fulfilled' });
    expect((await save(over.id, '晚了', 1)).error?.code).toBe('INVALID_STATE');
    const elsewhere = await aClinic(app, { date: today, branchId: clinic.branchId });
    const foreign = await aVisit(app, elsewhere);
    expect((await save(foreign.id, '别人的', 1)).error?.code).toBe('NOT_FOUND');
  });
});
