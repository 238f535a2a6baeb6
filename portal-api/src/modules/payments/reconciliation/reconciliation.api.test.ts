import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReconciliationAction } from '@suizhen/contract';
import type { WechatPaySim } from '../../../../dev/simulators/wechat-pay/server';
import type { TestApp } from '../../../../test/support/app';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { startPayingApp, type PayingApp } from '../../../../test/support/payments';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';
import { ExpireHolds } from '../../appointments/ending/expire-holds.job';
import { PushRefunds } from '../push-refunds.job';
import { ReconcileDays } from './reconcile-days.job';

let paying: PayingApp;
let app: TestApp;
let sim: WechatPaySim;
let account: TestAccount;
let manager: TestStaff;
let branchId: string;
beforeAll(async () => {
  paying = await startPayingApp({ oneClock: true });
  ({ app, sim } = paying);
  account = await signInAccount(app);
  ({ branchId } = await aClinic(app));
  manager = await signInStaff(app, { role: 'manager', branchId });
});
afterAll(() => paying?.close());

const dayMs = 86_400_000;
const dayFrom = (days: number) =>
  new Date(app.clock.now().getTime() + 8 * 3_600_000 + days * dayMs).toISOString().slice(0, 10);
const at = (date: string, time: string) => app.clock.set(`${date}T${time}:00+08:00`);

/** Each test has a new day of its own, with nothing on it and two bare days before. */
let today: string;
beforeEach(async () => {
  sim.faults.clear();
  at(dayFrom(3), '09:00');
  today = dayFrom(0);
  await app.sql.query(
    `update reconciliation set state = 'matched', next_run_at = null where state in ('waiting', 'failed')`,
  );
  await app.sql.query(`insert into reconciliation (date, state) values ($1, 'matched')`, [
    dayFrom(-1),
  ]);
});

/** Somebody pays for a place on their phone. @returns our number and id */
async function pay(): Promise<{ no: string; id: string; appointmentId: string }> {
  const patientId = await aPatient(app, { proxies: [account.accountId], branchId });
  const clinic = await aClinic(app, { branchId, date: dayFrom(5) });
  const { as } = account;
  const held = await app.call('holdPlace', { as, body: { slotId: clinic.slotIds[0], patientId } });
  const appointmentId = held.body.id;
  const body = { appointmentId, method: 'wechat-native' };
  const { body: payment } = await app.call('createPayment', { as, body });
  await sim.orders.pay(payment.paymentNo);
  return { no: payment.paymentNo, id: payment.id, appointmentId };
}

async function cancelAndRefund(appointmentId: string): Promise<void> {
  const params = { appointmentId };
  const body = { reason: 'recovered', note: '' };
  const { status } = await app.call('cancelMyAppointment', { as: account.as, params, body });
  expect(status).toBe(200);
  await app.runJob(PushRefunds);
}

async function nextMorning(time = '10:00'): Promise<void> {
  at(dayFrom(1), time);
  while ((await app.runJob(ReconcileDays)) > 0);
}

const look = async (date = today, as = manager.as) =>
  (await app.call('getReconciliation', { as, params: { date } })).body;

const act = (rowId: string, action: ReconciliationAction, as = manager.as) =>
  app.call('settleReconciliationRow', {
    as,
    params: { rowId },
    body: { action, note: '已核实' },
  });

const orderState = async (id: string) =>
  (await app.sql.query<{ state: string }>(`select state from payment_order where id = $1`, [id]))
    .rows[0]?.state;

describe('each morning', () => {
  it('compares yesterday from ten on: payments and refunds that both have', async () => {
    await pay();
    const { appointmentId } = await pay();
    await cancelAndRefund(appointmentId);
    await nextMorning('09:59');
    const early = await app.call('getReconciliation', { as: manager.as, params: { date: today } });
    expect(early.status).toBe(404);
    at(dayFrom(0), '10:00');
    while ((await app.runJob(ReconcileDays)) > 0);
    expect(await look()).toMatchObject({
      state: 'matched',
      providerPayments: 2,
      providerPaidFen: 5000,
      providerRefunds: 1,
      providerRefundedFen: 2500,
      ourPayments: 2,
      ourPaidFen: 5000,
      ourRefunds: 1,
      ourRefundedFen: 2500,
      matched: 3,
      open: 0,
      error: '',
      rows: [],
    });
  });

  it('asks again until the bill is there', async () => {
    await pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-not-ready', count: 2 });
    await nextMorning();
    expect(await look()).toMatchObject({ state: 'waiting', error: '账单还没有生成', ranAt: null });
    expect(await app.runJob(ReconcileDays)).toBe(0);
    app.clock.advance(15 * 60_000);
    expect(await app.runJob(ReconcileDays)).toBe(1);
    app.clock.advance(15 * 60_000);
    expect(await app.runJob(ReconcileDays)).toBe(1);
    expect(await look()).toMatchObject({ state: 'matched', matched: 1, error: '' });
  });

  it('a day without payments needs no bill; with payments and no bill for a day all are short', async () => {
    at(dayFrom(1), '09:30');
    await pay();
    const second = dayFrom(0);
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-not-ready' });
    await nextMorning();
    expect(await look(today)).toMatchObject({ state: 'matched', matched: 0, ourPayments: 0 });
    expect(await look(second)).toMatchObject({ state: 'waiting' });
    await nextMorning();
    expect(await look(second)).toMatchObject({ state: 'differences', open: 1 });
  });

  it('survives a company that does not answer, and says so to who asks', async () => {
    await pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'error', status: 500, match: '/bill/' });
    await nextMorning();
    expect(await look()).toMatchObject({ state: 'failed', error: '微信支付没有给出可用的账单' });
    const run = () => app.call('runReconciliation', { as: manager.as, params: { date: today } });
    expect((await run()).error?.code).toBe('PROVIDER_UNAVAILABLE');
    sim.faults.clear();
    expect((await run()).body).toMatchObject({ state: 'matched', matched: 1 });
  });

  it('catches up on days that nobody compared', async () => {
    await pay();
    at(dayFrom(4), '11:00');
    while ((await app.runJob(ReconcileDays)) > 0);
    const { body } = await app.call('listReconciliations', { as: manager.as });
    const dates = body.items.map(({ date }) => date);
    expect(dates.slice(0, 4)).toEqual([dayFrom(-1), dayFrom(-2), dayFrom(-3), dayFrom(-4)]);
    expect(await look()).toMatchObject({ state: 'matched', matched: 1 });
  });

  it('is safe to run at the same time', async () => {
    await pay();
    await pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-missing-row', count: 1 });
    await nextMorning();
    const run = () => app.call('runReconciliation', { as: manager.as, params: { date: today } });
    const answers = await Promise.all([run(), run(), app.runJob(ReconcileDays), run()]);
    expect(answers.filter((each) => typeof each === 'object' && each.status !== 200)).toEqual([]);
    expect((await look()).rows).toHaveLength(1);
  });

  it('knows no bill of today, of tomorrow or of long ago', async () => {
    for (const date of [today, dayFrom(1), dayFrom(-120)]) {
      const answer = await app.call('runReconciliation', { as: manager.as, params: { date } });
      expect(answer.error?.code).toBe('INVALID_STATE');
    }
  });
});

describe('a payment that the bill does not have', () => {
  beforeEach(async () => {
    await pay();
    await pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-missing-row', count: 1 });
    await nextMorning();
  });

  it('is short; asking tells what the company knows, and a reason writes it off', async () => {
    const { rows, state } = await look();
    expect(state).toBe('differences');
    expect(rows).toMatchObject([
      {
        difference: 'short',
        subject: 'payment',
        ourFen: 2500,
        providerFen: null,
        ourState: 'paid',
        actions: ['query-provider', 'carry-over', 'write-off'],
      },
    ]);
    const asked = await act(rows[0]!.id, 'query-provider');
    expect(asked.body).toMatchObject({ state: 'in-progress', action: 'query-provider' });
    expect(asked.body.result).toMatch(/^微信支付确认已收 25.00 元，\d+月\d+日/);
    const done = await act(rows[0]!.id, 'write-off');
    expect(done.body).toMatchObject({ state: 'settled', note: '已核实', settledBy: '测试员工' });
    expect(await look()).toMatchObject({ state: 'settled', open: 0, settled: 1 });
  });

  it('stays settled when the day is compared again, and says the same to a repeat', async () => {
    const [row] = (await look()).rows;
    const first = await act(row!.id, 'write-off');
    await app.call('runReconciliation', { as: manager.as, params: { date: today } });
    expect((await look()).rows).toEqual([first.body]);
    expect((await act(row!.id, 'write-off')).body).toEqual(first.body);
    expect((await act(row!.id, 'carry-over')).error?.code).toBe('INVALID_STATE');
  });

  it('carried over in vain comes back', async () => {
    const [row] = (await look()).rows;
    const carried = await act(row!.id, 'carry-over');
    expect(carried.body).toMatchObject({ state: 'in-progress' });
    expect(carried.body.result).toContain('的账单，届时自动核对');
    await nextMorning();
    expect((await look()).rows).toMatchObject([
      { state: 'open', result: expect.stringContaining('仍未列出') as string },
    ]);
  });

  it('is settled by itself when our books agree after all', async () => {
    const [row] = (await look()).rows;
    await app.sql.query(
      `update payment_order set paid_at = paid_at - interval '40 days' where payment_no = $1`,
      [row!.number],
    );
    await app.call('runReconciliation', { as: manager.as, params: { date: today } });
    expect((await look()).rows).toMatchObject([
      { id: row!.id, state: 'settled', result: '重新核对后一致', settledBy: null },
    ]);
  });
});

describe('a payment that stands in the next day’s bill', () => {
  it('is settled by that bill, carried over or not, and is no difference there', async () => {
    await pay();
    await pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-next-day', count: 1 });
    await nextMorning();
    const [row] = (await look()).rows;
    expect(row).toMatchObject({ difference: 'short', state: 'open' });
    await act(row!.id, 'carry-over');
    const next = dayFrom(0);
    await nextMorning();
    expect((await look()).rows).toMatchObject([
      { difference: 'cross-day', state: 'settled', providerFen: 2500, action: 'carry-over' },
    ]);
    expect(await look()).toMatchObject({ state: 'settled' });
    expect(await look(next)).toMatchObject({ state: 'matched', matched: 1, rows: [] });
  });

  it('shortly before midnight it is taken for that at once', async () => {
    at(today, '23:45');
    await pay();
    await pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-next-day', count: 1 });
    await nextMorning();
    expect((await look()).rows).toMatchObject([
      {
        difference: 'cross-day',
        state: 'open',
        actions: ['carry-over', 'query-provider', 'write-off'],
      },
    ]);
  });
});

describe('a payment that our books do not have', () => {
  it('of nobody we know is long, and can only be looked into', async () => {
    await pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-extra-row', count: 1 });
    await nextMorning();
    const { rows } = await look();
    expect(rows).toMatchObject([
      {
        difference: 'long',
        paymentId: null,
        ourFen: null,
        actions: ['query-provider', 'write-off'],
      },
    ]);
    const asked = await act(rows[0]!.id, 'query-provider');
    expect(asked.body).toMatchObject({ state: 'in-progress' });
    expect(asked.body.result).toContain('没有这笔订单');
    expect((await act(rows[0]!.id, 'credit-order')).error?.code).toBe('INVALID_STATE');
  });

  it('goes back to the patient when the place is gone: credited and returned once', async () => {
    sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    const { no, id } = await pay();
    app.clock.advance(3_600_000);
    await app.runJob(ExpireHolds);
    await nextMorning();
    const [row] = (await look()).rows;
    expect(row).toMatchObject({ difference: 'long', number: no, paymentId: id, ourFen: null });
    expect(row!.actions[0]).toBe('refund-to-patient');
    const answers = await Promise.all([1, 2, 3].map(() => act(row!.id, 'refund-to-patient')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[0]!.body).toMatchObject({ state: 'settled', result: '款项已发起原路退回' });
    await app.runJob(PushRefunds);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(sim.records.refunds.values().filter((refund) => refund.outTradeNo === no)).toHaveLength(
      1,
    );
    expect(await orderState(id)).toBe('refunded');
  });

  it('books the place when it is still there', async () => {
    sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    const { id, appointmentId } = await pay();
    await app.sql.query(`update hold set expires_at = $2 where appointment_id = $1`, [
      appointmentId,
      new Date(app.clock.now().getTime() + 3 * dayMs),
    ]);
    await nextMorning();
    const [row] = (await look()).rows;
    expect(row!.actions).toEqual(['credit-order', 'query-provider', 'write-off']);
    const credited = await act(row!.id, 'credit-order');
    expect(credited.body).toMatchObject({ state: 'settled', result: '已入账，预约已确认' });
    expect(await orderState(id)).toBe('paid');
    expect(await look()).toMatchObject({ state: 'settled' });
  });

  it('is found by asking as well', async () => {
    sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    const { id } = await pay();
    await nextMorning();
    const [row] = (await look()).rows;
    const asked = await act(row!.id, 'query-provider');
    expect(asked.body).toMatchObject({ state: 'settled' });
    expect(['paid', 'refunded']).toContain(await orderState(id));
  });

  it('waits when the company does not answer', async () => {
    sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    await pay();
    await nextMorning();
    const [row] = (await look()).rows;
    sim.faults.set({ simulator: 'wechat-pay', kind: 'error', status: 500 });
    expect((await act(row!.id, 'query-provider')).error?.code).toBe('PROVIDER_UNAVAILABLE');
    expect((await look()).rows[0]).toMatchObject({ state: 'open', action: null });
  });
});

describe('other differences', () => {
  it('another sum', async () => {
    await pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-amount', count: 1 });
    await nextMorning();
    expect((await look()).rows).toMatchObject([
      {
        difference: 'differing',
        ourFen: 2500,
        providerFen: 2501,
        actions: ['query-provider', 'write-off'],
      },
    ]);
  });

  it('a day of ours that is wrong is corrected from the company’s', async () => {
    const { id } = await pay();
    await app.sql.query(
      `update payment_order set paid_at = paid_at - interval '6 days' where id = $1`,
      [id],
    );
    await nextMorning();
    const [row] = (await look()).rows;
    expect(row).toMatchObject({ difference: 'cross-day', state: 'open' });
    expect(row!.actions[0]).toBe('correct-record');
    const corrected = await act(row!.id, 'correct-record');
    expect(corrected.body).toMatchObject({ state: 'settled' });
    await app.call('runReconciliation', { as: manager.as, params: { date: today } });
    expect(await look()).toMatchObject({ state: 'settled', matched: 1, ourPayments: 1 });
  });
});

describe('who sees and who acts', () => {
  it('only finance; money of another branch without its patient', async () => {
    await pay();
    await pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-missing-row', count: 1 });
    await nextMorning();
    const elsewhere = await signInStaff(app, {
      role: 'manager',
      branchId: (await aClinic(app)).branchId,
    });
    const [theirs] = (await look(today, elsewhere.as)).rows;
    expect(theirs).toMatchObject({ patientId: null, paymentId: null, actions: [] });
    expect((await act(theirs!.id, 'write-off', elsewhere.as)).error?.code).toBe('NOT_FOUND');
    const president = await signInStaff(app, { role: 'president' });
    const [seen] = (await look(today, president.as)).rows;
    expect(seen!.patientId).not.toBeNull();
    expect(seen!.actions).toEqual([]);
    expect((await act(seen!.id, 'write-off', president.as)).error?.code).toBe('FORBIDDEN');
    const desk = await signInStaff(app, { role: 'front-desk', branchId });
    const answer = await app.call('listReconciliations', { as: desk.as });
    expect(answer.error?.code).toBe('FORBIDDEN');
  });

  it('what is open is measured', async () => {
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toMatch(/suizhen_reconciliation_open [1-9]/);
  });
});
