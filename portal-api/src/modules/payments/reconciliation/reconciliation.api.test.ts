import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WechatPaySim } from '../../../../dev/simulators/wechat-pay/server';
import type { TestApp } from '../../../../test/support/app';
import { aClinic } from '../../../../test/support/clinic';
import { signInStaff, type TestStaff } from '../../../../test/support/people';
import { ReconcilingHospital } from '../../../../test/support/reconciliation';
import { ReconcileDays } from './reconcile-days.job';

let hospital: ReconcilingHospital;
let app: TestApp;
let sim: WechatPaySim;
let manager: TestStaff;
let branchId: string;
let today: string;
beforeAll(async () => {
  hospital = await ReconcilingHospital.start();
  ({ app, sim, manager, branchId } = hospital);
});
afterAll(() => hospital?.close());
beforeEach(async () => {
  today = await hospital.newDay();
});

describe('each morning', () => {
  it('compares yesterday from ten on: payments and refunds that both have', async () => {
    await hospital.pay();
    const { appointmentId } = await hospital.pay();
    await hospital.cancelAndRefund(appointmentId);
    await hospital.nextMorning('09:59');
    const early = await app.call('getReconciliation', { as: manager.as, params: { date: today } });
    expect(early.status).toBe(404);
    hospital.at(hospital.dayFrom(0), '10:00');
    await hospital.compareDays();
    expect(await hospital.look(today)).toMatchObject({
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
    await hospital.pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-not-ready', count: 2 });
    await hospital.nextMorning();
    expect(await hospital.look(today)).toMatchObject({
      state: 'waiting',
      error: '账单还没有生成',
      ranAt: null,
    });
    expect(await app.runJob(ReconcileDays)).toBe(0);
    app.clock.advance(15 * 60_000);
    expect(await app.runJob(ReconcileDays)).toBe(1);
    app.clock.advance(15 * 60_000);
    expect(await app.runJob(ReconcileDays)).toBe(1);
    expect(await hospital.look(today)).toMatchObject({ state: 'matched', matched: 1, error: '' });
  });

  it('a day without payments needs no bill; with payments and no bill for a day all are short', async () => {
    hospital.at(hospital.dayFrom(1), '09:30');
    await hospital.pay();
    const second = hospital.dayFrom(0);
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-not-ready' });
    await hospital.nextMorning();
    expect(await hospital.look(today)).toMatchObject({
      state: 'matched',
      matched: 0,
      ourPayments: 0,
    });
    expect(await hospital.look(second)).toMatchObject({ state: 'waiting' });
    await hospital.nextMorning();
    expect(await hospital.look(second)).toMatchObject({ state: 'differences', open: 1 });
  });

  it('survives a company that does not answer, and says so to who asks', async () => {
    await hospital.pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'error', status: 500, match: '/bill/' });
    await hospital.nextMorning();
    expect(await hospital.look(today)).toMatchObject({
      state: 'failed',
      error: '微信支付没有给出可用的账单',
    });
    const run = () => app.call('runReconciliation', { as: manager.as, params: { date: today } });
    expect((await run()).error?.code).toBe('PROVIDER_UNAVAILABLE');
    sim.faults.clear();
    expect((await run()).body).toMatchObject({ state: 'matched', matched: 1 });
  });

  it('catches up on days that nobody compared', async () => {
    await hospital.pay();
    hospital.at(hospital.dayFrom(4), '11:00');
    await hospital.compareDays();
    const { body } = await app.call('listReconciliations', { as: manager.as });
    const dates = body.items.map(({ date }) => date);
    expect(dates.slice(0, 4)).toEqual([
      hospital.dayFrom(-1),
      hospital.dayFrom(-2),
      hospital.dayFrom(-3),
      hospital.dayFrom(-4),
    ]);
    expect(await hospital.look(today)).toMatchObject({ state: 'matched', matched: 1 });
  });

  it('is safe to run at the same time', async () => {
    await hospital.pay();
    await hospital.pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-missing-row', count: 1 });
    await hospital.nextMorning();
    const run = () => app.call('runReconciliation', { as: manager.as, params: { date: today } });
    const answers = await Promise.all([run(), run(), app.runJob(ReconcileDays), run()]);
    expect(answers.filter((each) => typeof each === 'object' && each.status !== 200)).toEqual([]);
    expect((await hospital.look(today)).rows).toHaveLength(1);
  });

  it('knows no bill of today, of tomorrow or of long ago', async () => {
    for (const date of [today, hospital.dayFrom(1), hospital.dayFrom(-120)]) {
      const answer = await app.call('runReconciliation', { as: manager.as, params: { date } });
      expect(answer.error?.code).toBe('INVALID_STATE');
    }
  });
});

describe('who sees and who acts', () => {
  it('only finance; money of another branch without its patient', async () => {
    await hospital.pay();
    await hospital.pay();
    sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-missing-row', count: 1 });
    await hospital.nextMorning();
    const elsewhere = await signInStaff(app, {
      role: 'manager',
      branchId: (await aClinic(app)).branchId,
    });
    const [theirs] = (await hospital.look(today, elsewhere.as)).rows;
    expect(theirs).toMatchObject({ patientId: null, paymentId: null, actions: [] });
    expect((await hospital.act(theirs!.id, 'write-off', elsewhere.as)).error?.code).toBe(
      'NOT_FOUND',
    );
    const president = await signInStaff(app, { role: 'president' });
    const [seen] = (await hospital.look(today, president.as)).rows;
    expect(seen!.patientId).not.toBeNull();
    expect(seen!.actions).toEqual([]);
    expect((await hospital.act(seen!.id, 'write-off', president.as)).error?.code).toBe('FORBIDDEN');
    const desk = await signInStaff(app, { role: 'front-desk', branchId });
    const answer = await app.call('listReconciliations', { as: desk.as });
    expect(answer.error?.code).toBe('FORBIDDEN');
  });

  it('what is open is measured', async () => {
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toMatch(/suizhen_reconciliation_open [1-9]/);
  });
});
