import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WechatPaySim } from '../../../../dev/simulators/wechat-pay/server';
import type { TestApp } from '../../../../test/support/app';
import type { TestStaff } from '../../../../test/support/people';
import { dayMs, ReconcilingHospital } from '../../../../test/support/reconciliation';
import { ExpireHolds } from '../../appointments/ending/expire-holds.job';
import { PushRefunds } from '../push-refunds.job';

let hospital: ReconcilingHospital;
let app: TestApp;
let sim: WechatPaySim;
let manager: TestStaff;
let today: string;
beforeAll(async () => {
  hospital = await ReconcilingHospital.start();
  ({ app, sim, manager } = hospital);
});
afterAll(() => hospital?.close());
beforeEach(async () => {
  today = await hospital.newDay();
});

const orderState = async (id: string) =>
  (await app.sql.query<{ state: string }>(`select state from payment_order where id = $1`, [id]))
    .rows[0]?.state;

describe('a payment that the bill does not have', () => {
  beforeEach(async () => {
    await hospital.pay();
    await hospital.pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-missing-row', count: 1 });
    await hospital.nextMorning();
  });

  it('is short; asking tells what the company knows, and a reason writes it off', async () => {
    const { rows, state } = await hospital.look(today);
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
    const asked = await hospital.act(rows[0]!.id, 'query-provider');
    expect(asked.body).toMatchObject({ state: 'in-progress', action: 'query-provider' });
    expect(asked.body.result).toMatch(/^微信支付确认已收 25.00 元，\d+月\d+日/);
    const done = await hospital.act(rows[0]!.id, 'write-off');
    expect(done.body).toMatchObject({ state: 'settled', note: '已核实', settledBy: '测试员工' });
    expect(await hospital.look(today)).toMatchObject({ state: 'settled', open: 0, settled: 1 });
  });

  it('stays settled when the day is compared again, and says the same to a repeat', async () => {
    const [row] = (await hospital.look(today)).rows;
    const first = await hospital.act(row!.id, 'write-off');
    await app.call('runReconciliation', { as: manager.as, params: { date: today } });
    expect((await hospital.look(today)).rows).toEqual([first.body]);
    expect((await hospital.act(row!.id, 'write-off')).body).toEqual(first.body);
    expect((await hospital.act(row!.id, 'carry-over')).error?.code).toBe('INVALID_STATE');
  });

  it('carried over in vain comes back', async () => {
    const [row] = (await hospital.look(today)).rows;
    const carried = await hospital.act(row!.id, 'carry-over');
    expect(carried.body).toMatchObject({ state: 'in-progress' });
    expect(carried.body.result).toContain('的账单，届时自动核对');
    await hospital.nextMorning();
    expect((await hospital.look(today)).rows).toMatchObject([
      { state: 'open', result: expect.stringContaining('仍未列出') as string },
    ]);
  });

  it('is settled by itself when our books agree after all', async () => {
    const [row] = (await hospital.look(today)).rows;
    await app.sql.query(
      `update payment_order set paid_at = paid_at - interval '40 days' where payment_no = $1`,
      [row!.number],
    );
    await app.call('runReconciliation', { as: manager.as, params: { date: today } });
    expect((await hospital.look(today)).rows).toMatchObject([
      { id: row!.id, state: 'settled', result: '重新核对后一致', settledBy: null },
    ]);
  });
});

describe('a payment that stands in the next day’s bill', () => {
  it('is settled by that bill, carried over or not, and is no difference there', async () => {
    await hospital.pay();
    await hospital.pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-next-day', count: 1 });
    await hospital.nextMorning();
    const [row] = (await hospital.look(today)).rows;
    expect(row).toMatchObject({ difference: 'short', state: 'open' });
    await hospital.act(row!.id, 'carry-over');
    const next = hospital.dayFrom(0);
    await hospital.nextMorning();
    expect((await hospital.look(today)).rows).toMatchObject([
      { difference: 'cross-day', state: 'settled', providerFen: 2500, action: 'carry-over' },
    ]);
    expect(await hospital.look(today)).toMatchObject({ state: 'settled' });
    expect(await hospital.look(next)).toMatchObject({ state: 'matched', matched: 1, rows: [] });
  });

  it('shortly before midnight it is taken for that at once', async () => {
    hospital.at(today, '23:45');
    await hospital.pay();
    await hospital.pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-next-day', count: 1 });
    await hospital.nextMorning();
    expect((await hospital.look(today)).rows).toMatchObject([
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
    await hospital.pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-extra-row', count: 1 });
    await hospital.nextMorning();
    const { rows } = await hospital.look(today);
    expect(rows).toMatchObject([
      {
        difference: 'long',
        paymentId: null,
        ourFen: null,
        actions: ['query-provider', 'write-off'],
      },
    ]);
    const asked = await hospital.act(rows[0]!.id, 'query-provider');
    expect(asked.body).toMatchObject({ state: 'in-progress' });
    expect(asked.body.result).toContain('没有这笔订单');
    expect((await hospital.act(rows[0]!.id, 'credit-order')).error?.code).toBe('INVALID_STATE');
  });

  it('goes back to the patient when the place is gone: credited and returned once', async () => {
    sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    const { no, id } = await hospital.pay();
    app.clock.advance(3_600_000);
    await app.runJob(ExpireHolds);
    await hospital.nextMorning();
    const [row] = (await hospital.look(today)).rows;
    expect(row).toMatchObject({ difference: 'long', number: no, paymentId: id, ourFen: null });
    expect(row!.actions[0]).toBe('refund-to-patient');
    const answers = await Promise.all(
      [1, 2, 3].map(() => hospital.act(row!.id, 'refund-to-patient')),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers[0]!.body).toMatchObject({ state: 'settled', result: '款项已发起原路退回' });
    await app.runJob(PushRefunds);
    await expect.poll(() => orderState(id), { timeout: 10_000 }).toBe('refunded');
    expect(sim.records.refunds.values().filter((refund) => refund.outTradeNo === no)).toHaveLength(
      1,
    );
  });

  it('books the place when it is still there', async () => {
    sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    const { id, appointmentId } = await hospital.pay();
    await app.sql.query(`update hold set expires_at = $2 where appointment_id = $1`, [
      appointmentId,
      new Date(app.clock.now().getTime() + 3 * dayMs),
    ]);
    await hospital.nextMorning();
    const [row] = (await hospital.look(today)).rows;
    expect(row!.actions).toEqual(['credit-order', 'query-provider', 'write-off']);
    const credited = await hospital.act(row!.id, 'credit-order');
    expect(credited.body).toMatchObject({ state: 'settled', result: '已入账，预约已确认' });
    expect(await orderState(id)).toBe('paid');
    expect(await hospital.look(today)).toMatchObject({ state: 'settled' });
  });

  it('is found by asking as well', async () => {
    sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    const { id } = await hospital.pay();
    await hospital.nextMorning();
    const [row] = (await hospital.look(today)).rows;
    const asked = await hospital.act(row!.id, 'query-provider');
    expect(asked.body).toMatchObject({ state: 'settled' });
    expect(['paid', 'refunded']).toContain(await orderState(id));
  });

  it('waits when the company does not answer', async () => {
    sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    await hospital.pay();
    await hospital.nextMorning();
    const [row] = (await hospital.look(today)).rows;
    sim.faults.set({ simulator: 'wechat-pay', kind: 'error', status: 500 });
    expect((await hospital.act(row!.id, 'query-provider')).error?.code).toBe(
      'PROVIDER_UNAVAILABLE',
    );
    expect((await hospital.look(today)).rows[0]).toMatchObject({ state: 'open', action: null });
  });
});

describe('other differences', () => {
  it('another sum', async () => {
    await hospital.pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-amount', count: 1 });
    await hospital.nextMorning();
    expect((await hospital.look(today)).rows).toMatchObject([
      {
        difference: 'differing',
        ourFen: 2500,
        providerFen: 2501,
        actions: ['query-provider', 'write-off'],
      },
    ]);
  });

  it('a day of ours that is wrong is corrected from the company’s', async () => {
    const { id } = await hospital.pay();
    await app.sql.query(
      `update payment_order set paid_at = paid_at - interval '6 days' where id = $1`,
      [id],
    );
    await hospital.nextMorning();
    const [row] = (await hospital.look(today)).rows;
    expect(row).toMatchObject({ difference: 'cross-day', state: 'open' });
    expect(row!.actions[0]).toBe('correct-record');
    const corrected = await hospital.act(row!.id, 'correct-record');
    expect(corrected.body).toMatchObject({ state: 'settled' });
    await app.call('runReconciliation', { as: manager.as, params: { date: today } });
    expect(await hospital.look(today)).toMatchObject({
      state: 'settled',
      matched: 1,
      ourPayments: 1,
    });
  });
});
