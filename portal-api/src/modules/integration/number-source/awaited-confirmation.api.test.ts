import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { FakeHospital, type FakeSystem } from '../../../../test/support/fake-hospital';
import { startPayingApp, type PayingApp } from '../../../../test/support/payments';
import { signInAccount, signInStaff, type TestAccount } from '../../../../test/support/people';
import { Settings, systemActor, UnitOfWork } from '../../../kernel';
import { HospitalVisits } from '../../appointments';
import { RemindVisits } from '../../messaging/remind-visits.job';
import { PushRefunds } from '../../payments/push-refunds.job';
import { SendOutbound } from '../outbound';
import { EndUnconfirmed } from './end-unconfirmed.job';
import { branchesOfHis } from './number-source.settings';

/** Between the payment and the hospital's yes nobody is told of a success, and nobody acts as if there were one. */
let paying: PayingApp;
let hospital: FakeHospital;
let system: FakeSystem;
let clinic: Awaited<ReturnType<typeof aClinic>>;
let account: TestAccount;
let version = 0;

beforeAll(async () => {
  paying = await startPayingApp();
  hospital = await FakeHospital.of(paying.app);
});
afterAll(() => paying?.close());
beforeEach(async () => {
  const { app } = paying;
  app.clock.set('2026-03-03T08:30:00+08:00');
  // Within the cut-off of a cancellation, and while check-in is open.
  clinic = await aClinic(app, { date: '2026-03-03', startTime: '09:00', slots: 2, capacity: 3 });
  ({ system } = await hospital.connect(clinic.branchId, { pulls: ['patient'] }));
  system.sends = ['patient', 'appointment', 'appointment-cancel', 'check-in'];
  system.answer = () => ({ kind: 'acknowledged', appointmentExternalId: app.newId() });
  await own(await codeOf(clinic.branchId));
  account = await signInAccount(app);
});

async function own(...codes: string[]): Promise<void> {
  const settings = await paying.app.get(Settings);
  await settings.change(systemActor('test'), branchesOfHis.key, codes, '试点', version++);
}

async function codeOf(branchId: string): Promise<string> {
  const { rows } = await paying.app.sql.query<{ code: string }>(
    `select code from branch where id = $1`,
    [branchId],
  );
  return rows[0]!.code;
}

async function aHold(): Promise<string> {
  const { app } = paying;
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const held = await app.call('holdPlace', {
    as: account.as,
    body: { slotId: clinic.slotIds[0]!, patientId },
  });
  expect(held.status).toBe(200);
  expect(held.body.hospitalConfirmation).toBeNull();
  return held.body.id;
}

/** Paid, and the hospital does not answer any more. */
async function aPaid(): Promise<string> {
  const { app, sim } = paying;
  const id = await aHold();
  const { body } = await app.call('createPayment', {
    as: account.as,
    body: { appointmentId: id, method: 'wechat-native' },
  });
  await sim.orders.pay(body.paymentNo);
  await app.relay();
  return id;
}

const params = (appointmentId: string) => ({ as: account.as, params: { appointmentId } });
const seen = async (id: string) => (await paying.app.call('getMyAppointment', params(id))).body;
const titles = async (id: string) =>
  (await paying.app.call('listMyMessages', { as: account.as })).body.items
    .filter(({ appointmentId }) => appointmentId === id)
    .map(({ title }) => title)
    .sort();

async function confirm(): Promise<void> {
  while ((await paying.app.runJob(SendOutbound)) > 0);
  await paying.app.relay();
  await paying.app.relay();
}

describe('what is paid and not confirmed yet', () => {
  it('is shown as awaited, told only as paid for, and as booked once the hospital said yes', async () => {
    const id = await aPaid();
    expect(await seen(id)).toMatchObject({
      status: 'booked',
      hospitalConfirmation: 'awaited',
      checkInCode: null,
      mayCheckIn: false,
      mayReschedule: false,
      mayCancel: true,
    });
    const listed = await paying.app.call('listMyAppointments', { as: account.as });
    expect(listed.body.items[0]).toMatchObject({ id, hospitalConfirmation: 'awaited' });
    expect(await titles(id)).toEqual(['缴费成功']);
    const { body } = await paying.app.call('listMyMessages', { as: account.as });
    expect(body.items[0]?.body).toContain('医院确认后会通知您；未能确认将全额退款');
    await confirm();
    expect(await seen(id)).toMatchObject({
      hospitalConfirmation: 'given',
      checkInCode: expect.any(String) as string,
      mayCheckIn: true,
      mayCancel: false,
    });
    await confirm();
    expect(await titles(id)).toEqual(['缴费成功', '预约成功']);
  });

  it('cannot be checked in to, at the desk neither, nor moved', async () => {
    const { app } = paying;
    const id = await aPaid();
    const place = await app.call('getMyQueuePlace', { ...params(id), query: {} });
    expect(place.body.checkIn.state).toBe('awaited');
    const desk = await signInStaff(app, { role: 'front-desk', branchId: clinic.branchId });
    const refused = await app.call('checkInAppointment', {
      as: desk.as,
      params: { appointmentId: id },
    });
    expect(refused.error).toMatchObject({
      code: 'INVALID_STATE',
      message: '医院还没有确认这个号，确认后才能签到',
    });
    const moved = await app.call('getMyReschedule', params(id));
    expect(moved.body).toMatchObject({ isAllowed: false, whyNot: '医院确认后才能改约' });
    const row = await app.call('listAppointments', {
      as: desk.as,
      query: { from: '2026-03-03', to: '2026-03-03', branchId: clinic.branchId },
    });
    expect(row.body.items[0]).toMatchObject({ id, hospitalConfirmation: 'awaited' });
    const history = async () => {
      const { body } = await app.call('getAppointment', {
        as: desk.as,
        params: { appointmentId: id },
      });
      return body.history.map(({ what }) => what);
    };
    expect(await history()).toEqual(['选号，等待支付', '微信支付成功', '预约提交，等待医院确认']);
    await confirm();
    expect((await history()).at(-1)).toBe('医院已确认');
  });

  it('can be cancelled also after the cut-off, without a mark, and the money goes back', async () => {
    const { app } = paying;
    const id = await aPaid();
    const cancelled = await app.call('cancelMyAppointment', {
      ...params(id),
      body: { reason: 'other' },
    });
    expect(cancelled.body).toMatchObject({ status: 'cancelled', hospitalConfirmation: null });
    await app.runJob(PushRefunds);
    expect((await seen(id)).feeState).toMatch(/refund/);
    const { rows } = await app.sql.query(`select 1 from credit_event where appointment_id = $1`, [
      id,
    ]);
    expect(rows).toEqual([]);
    await confirm();
    expect(await titles(id)).not.toContain('预约成功');
  });

  it('is not reminded of', async () => {
    const { app } = paying;
    clinic = await aClinic(app, { date: '2026-03-04', slots: 1, capacity: 2 });
    ({ system } = await hospital.connect(clinic.branchId, { pulls: ['patient'] }));
    system.sends = ['appointment'];
    system.answer = () => ({ kind: 'acknowledged' });
    await own(await codeOf(clinic.branchId));
    const id = await aPaid();
    app.clock.set('2026-03-03T21:00:00+08:00');
    await app.runJob(RemindVisits);
    expect(await titles(id)).toEqual(['缴费成功']);
    await confirm();
    await app.runJob(RemindVisits);
    expect(await titles(id)).toEqual(['就诊提醒', '缴费成功', '预约成功']);
  });

  it('whom the hospital itself lets in is confirmed with it', async () => {
    const { app } = paying;
    const id = await aPaid();
    const unitOfWork = await app.get(UnitOfWork);
    const visits = await app.get(HospitalVisits);
    const outcome = await unitOfWork.run((tx) =>
      visits.take(tx, systemActor('test'), id, 'arrived'),
    );
    expect(outcome).toEqual({ kind: 'taken' });
    expect(await seen(id)).toMatchObject({ status: 'arrived', hospitalConfirmation: 'given' });
  });
});

describe('what is booked at once, to be paid at the desk', () => {
  async function aBooked(): Promise<string> {
    const { app } = paying;
    const patientId = await aPatient(app, { proxies: [account.accountId] });
    const booked = await app.call('bookPlace', {
      as: account.as,
      body: { slotId: clinic.slotIds[0]!, patientId },
    });
    expect(booked.body.hospitalConfirmation).toBe('awaited');
    return booked.body.id;
  }

  it('waits for the same yes', async () => {
    const id = await aBooked();
    await paying.app.relay();
    expect(await titles(id)).toEqual([]);
    expect(await seen(id)).toMatchObject({ hospitalConfirmation: 'awaited' });
    await confirm();
    expect(await titles(id)).toEqual(['预约成功']);
    expect(await seen(id)).toMatchObject({ hospitalConfirmation: 'given' });
  });

  it('ends where there is nobody who could ever say yes', async () => {
    const { app } = paying;
    await app.sql.query(`update external_system set is_enabled = false`);
    const id = await aBooked();
    await app.relay();
    expect(await app.runJob(EndUnconfirmed)).toBe(0);
    app.clock.advance(31 * 60_000);
    expect(await app.runJob(EndUnconfirmed)).toBe(1);
    await app.relay();
    expect(await seen(id)).toMatchObject({ status: 'cancelled', cancelReason: 'number-refused' });
  });

  it('is still answered for after the branch took its numbers back', async () => {
    const id = await aBooked();
    await own();
    await paying.app.relay();
    await confirm();
    expect(await seen(id)).toMatchObject({ hospitalConfirmation: 'given' });
    expect(await titles(id)).toEqual(['预约成功']);
  });

  it('once it is moved it waits for the yes to the new time, whatever comes late for the old', async () => {
    const { app } = paying;
    const id = await aBooked();
    await app.relay();
    const desk = await signInStaff(app, { role: 'front-desk', branchId: clinic.branchId });
    await confirm();
    const moved = await app.call('rescheduleAppointment', {
      as: desk.as,
      params: { appointmentId: id },
      body: { slotId: clinic.slotIds[1]!, reason: '患者来电' },
    });
    expect(moved.error ?? moved.status).toBe(200);
    expect(await seen(id)).toMatchObject({ hospitalConfirmation: 'awaited' });
    await app.relay();
    expect(await titles(id)).toEqual(['预约成功']);
    await confirm();
    expect(await seen(id)).toMatchObject({ hospitalConfirmation: 'given' });
    expect(await titles(id)).toEqual(['改约成功', '预约成功']);
  });
});

it('where the portal owns the numbers nothing is waited for', async () => {
  await own();
  const id = await aPaid();
  expect(await seen(id)).toMatchObject({
    hospitalConfirmation: null,
    checkInCode: expect.any(String) as string,
  });
  expect(await titles(id)).toEqual(['缴费成功', '预约成功']);
});
