import type { ReconciliationAction, ResponseOf } from '@suizhen/contract';
import { expect } from 'vitest';
import type { WechatPaySim } from '../../dev/simulators/wechat-pay/server';
import { ReconcileDays } from '../../src/modules/payments/reconciliation/reconcile-days.job';
import { PushRefunds } from '../../src/modules/payments/push-refunds.job';
import type { Answer, TestApp } from './app';
import { aClinic, aPatient } from './clinic';
import { startPayingApp, type PayingApp } from './payments';
import { signInAccount, signInStaff, type TestAccount, type TestStaff } from './people';

export const dayMs = 86_400_000;

/** A hospital whose clock, books and bills a test moves from day to day. */
export class ReconcilingHospital {
  readonly app: TestApp;
  readonly sim: WechatPaySim;

  private constructor(
    private readonly paying: PayingApp,
    readonly account: TestAccount,
    readonly manager: TestStaff,
    readonly branchId: string,
  ) {
    ({ app: this.app, sim: this.sim } = paying);
  }

  static async start(): Promise<ReconcilingHospital> {
    const paying = await startPayingApp({ oneClock: true });
    const { branchId } = await aClinic(paying.app);
    const account = await signInAccount(paying.app);
    const manager = await signInStaff(paying.app, { role: 'manager', branchId });
    return new ReconcilingHospital(paying, account, manager, branchId);
  }

  close(): Promise<void> {
    return this.paying.close();
  }

  dayFrom(days: number): string {
    const there = this.app.clock.now().getTime() + 8 * 3_600_000 + days * dayMs;
    return new Date(there).toISOString().slice(0, 10);
  }

  at(date: string, time: string): void {
    this.app.clock.set(`${date}T${time}:00+08:00`);
  }

  /** Each test has a new day of its own, with nothing on it and two bare days before. */
  async newDay(): Promise<string> {
    this.sim.faults.clear();
    this.at(this.dayFrom(3), '09:00');
    await this.app.sql.query(
      `update reconciliation set state = 'matched', next_run_at = null where state in ('waiting', 'failed')`,
    );
    await this.app.sql.query(`insert into reconciliation (date, state) values ($1, 'matched')`, [
      this.dayFrom(-1),
    ]);
    return this.dayFrom(0);
  }

  /** Somebody pays for a place on their phone. @returns our number and id */
  async pay(): Promise<{ no: string; id: string; appointmentId: string }> {
    const { app, branchId } = this;
    const { as, accountId } = this.account;
    const patientId = await aPatient(app, { proxies: [accountId], branchId });
    const clinic = await aClinic(app, { branchId, date: this.dayFrom(5) });
    const held = await app.call('holdPlace', {
      as,
      body: { slotId: clinic.slotIds[0], patientId },
    });
    const appointmentId = held.body.id;
    const body = { appointmentId, method: 'wechat-native' };
    const { body: payment } = await app.call('createPayment', { as, body });
    await this.sim.orders.pay(payment.paymentNo);
    return { no: payment.paymentNo, id: payment.id, appointmentId };
  }

  async cancelAndRefund(appointmentId: string): Promise<void> {
    const body = { reason: 'recovered', note: '' };
    const request = { as: this.account.as, params: { appointmentId }, body };
    const { status } = await this.app.call('cancelMyAppointment', request);
    expect(status).toBe(200);
    await this.app.runJob(PushRefunds);
  }

  async compareDays(): Promise<void> {
    while ((await this.app.runJob(ReconcileDays)) > 0);
  }

  async nextMorning(time = '10:00'): Promise<void> {
    this.at(this.dayFrom(1), time);
    await this.compareDays();
  }

  async look(date: string, as = this.manager.as): Promise<ResponseOf<'getReconciliation'>> {
    return (await this.app.call('getReconciliation', { as, params: { date } })).body;
  }

  act(
    rowId: string,
    action: ReconciliationAction,
    as = this.manager.as,
  ): Promise<Answer<'settleReconciliationRow'>> {
    const body = { action, note: '已核实' };
    return this.app.call('settleReconciliationRow', { as, params: { rowId }, body });
  }
}
