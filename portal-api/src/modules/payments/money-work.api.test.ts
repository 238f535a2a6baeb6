/** Money that does not go where it belongs is work for a person, until it has gone there. */
import type { ReconciliationAction } from '@suizhen/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestApp } from '../../../test/support/app';
import { signInStaff } from '../../../test/support/people';
import { ReconcilingHospital } from '../../../test/support/reconciliation';
import { PushRefunds } from './push-refunds.job';

let hospital: ReconcilingHospital;
let app: TestApp;
let today: string;
beforeAll(async () => {
  hospital = await ReconcilingHospital.start();
  ({ app } = hospital);
});
afterAll(() => hospital?.close());
beforeEach(async () => {
  today = await hospital.newDay();
  await app.sql.query(`delete from work_item`);
});

const work = async (as = hospital.manager.as) =>
  (await app.call('listWorkItems', { query: { kind: 'reconciliation' }, as })).body.items;

async function tickOff(id: string, note: string): Promise<void> {
  const request = { params: { workItemId: id }, as: hospital.manager.as };
  const claimed = await app.call('claimWorkItem', request);
  expect(claimed.status, JSON.stringify(claimed.body)).toBe(200);
  const body = { outcome: null, note, version: claimed.body.version };
  const done = await app.call('completeWorkItem', { ...request, body });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  await app.relay();
}

describe('a difference of the morning', () => {
  beforeEach(async () => {
    await hospital.pay();
    await hospital.pay();
    hospital.sim.faults.set({ simulator: 'wechat-pay', kind: 'bill-missing-row', count: 1 });
    await hospital.nextMorning();
  });
  const compareAgain = () =>
    app.call('runReconciliation', { as: hospital.manager.as, params: { date: today } });
  const act = async (action: ReconciliationAction) => {
    const { rows } = await hospital.look(today);
    return hospital.act(rows[0]!.id, action);
  };

  it('is one item, however often the day is compared, within office hours', async () => {
    const [row] = (await hospital.look(today)).rows;
    await Promise.all([compareAgain(), compareAgain()]);
    const items = await work();
    expect(items).toMatchObject([
      { title: '对账差异待处理', subjectKind: 'reconciliation-row', subjectId: row!.id },
    ]);
    expect(items[0]!.detail).toContain('我方有、微信支付没有（我方 ¥25.00，微信支付 无）');
    // Ten in the morning and four hours.
    expect(items[0]!.dueAt).toBe(new Date(`${hospital.dayFrom(0)}T14:00+08:00`).toISOString());
  });

  it('is nobody’s work any more once it is settled by hand', async () => {
    await act('query-provider');
    expect(await work()).toHaveLength(1);
    await act('write-off');
    expect(await work()).toEqual([]);
    await compareAgain();
    expect(await work()).toEqual([]);
  });

  it('nor once the bill has come right by itself', async () => {
    hospital.sim.faults.clear();
    await app.sql.query(
      `update reconciliation_row set our_fen = provider_fen, state = 'settled', settled_at = now()
        where date = $1 returning id`,
      [today],
    );
    await compareAgain();
    expect(await work()).toEqual([]);
  });

  it('comes back when it was only ticked off', async () => {
    const [first] = await work();
    await tickOff(first!.id, '稍后处理');
    const again = await work();
    expect(again).toMatchObject([{ title: '对账差异仍未处理', subjectId: first!.subjectId }]);
    await act('write-off');
    expect(await work()).toEqual([]);
  });

  it('is shown to who keeps the books of the branch, not at the desk', async () => {
    const { branchId } = hospital;
    const desk = await signInStaff(app, { role: 'front-desk', branchId });
    expect(await work(desk.as)).toEqual([]);
    const [item] = await work();
    const request = { params: { workItemId: item!.id }, as: desk.as };
    expect((await app.call('claimWorkItem', request)).status).toBe(404);
    // A number that is of no branch is everybody's who keeps books.
    await app.sql.query(`update work_item set branch_id = null`);
    const elsewhere = await signInStaff(app, { role: 'manager' });
    expect(await work(elsewhere.as)).toHaveLength(1);
  });
});

describe('a refund', () => {
  const refunds = async (): Promise<{ id: string; refund_no: string; state: string }[]> =>
    (
      await app.sql.query<{ id: string; refund_no: string; state: string }>(
        `select id, refund_no, state from refund order by requested_at desc, id desc limit 1`,
      )
    ).rows;
  const push = async () => {
    await app.sql.query(
      `update refund set next_attempt_at = $1 where state in ('requested', 'processing')`,
      [app.clock.now()],
    );
    await app.runJob(PushRefunds);
  };
  const settled = async (state: string) => {
    for (let i = 0; i < 50 && (await refunds())[0]?.state !== state; i++) {
      await push();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await refunds())[0]?.state).toBe(state);
  };

  it('that WeChat Pay calls abnormal is one item until the money is there', async () => {
    const { appointmentId } = await hospital.pay();
    hospital.sim.faults.set({ simulator: 'wechat-pay', kind: 'refund-abnormal', count: 1 });
    await hospital.cancelAndRefund(appointmentId);
    await settled('abnormal');
    await push();
    const [refund] = await refunds();
    const items = await work();
    expect(items).toMatchObject([
      {
        title: '退款没有退成，请处理',
        subjectKind: 'refund',
        subjectId: refund!.id,
        appointmentId,
      },
    ]);
    expect(items[0]!.detail).toContain(`退款单 ${refund!.refund_no}，¥25.00。微信支付答复退款异常`);
    // Ticked off while nothing was done: it begins anew.
    await tickOff(items[0]!.id, '已在商户平台处理');
    const again = await work();
    expect(again).toHaveLength(1);
    expect(again[0]!.detail).toContain('仍没有退成');
    // Its notification is lost: whoever says that it is done makes us ask.
    hospital.sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', match: 'REFUND', count: 1 });
    await hospital.sim.refunds.finish(refund!.refund_no, 'SUCCESS');
    await tickOff(again[0]!.id, '已在商户平台退到零钱');
    expect((await refunds())[0]?.state).toBe('succeeded');
    expect(await work()).toEqual([]);
  });

  it('that is put right at WeChat Pay closes its item by the notification alone', async () => {
    const { appointmentId } = await hospital.pay();
    hospital.sim.faults.set({ simulator: 'wechat-pay', kind: 'refund-abnormal', count: 1 });
    await hospital.cancelAndRefund(appointmentId);
    await settled('abnormal');
    expect(await work()).toHaveLength(1);
    await hospital.sim.refunds.finish((await refunds())[0]!.refund_no, 'SUCCESS');
    await settled('succeeded');
    expect(await work()).toEqual([]);
  });

  it('that WeChat Pay closed is over when somebody says how it was given back', async () => {
    const { appointmentId } = await hospital.pay();
    hospital.sim.faults.set({ simulator: 'wechat-pay', kind: 'refund-closed', count: 1 });
    await hospital.cancelAndRefund(appointmentId);
    await settled('abnormal');
    const [item] = await work();
    expect(item!.detail).toContain('已关闭这笔退款');
    await tickOff(item!.id, '已转账退还');
    expect(await work()).toEqual([]);
  });

  it('that is refused again and again needs somebody, and nobody once it went', async () => {
    const { appointmentId } = await hospital.pay();
    const refuse = {
      simulator: 'wechat-pay',
      kind: 'error',
      status: 403,
      code: 'NOT_ENOUGH',
    } as const;
    hospital.sim.faults.set({ ...refuse, match: 'refund' });
    await hospital.cancelAndRefund(appointmentId);
    for (let attempt = 1; attempt < 5; attempt++) await push();
    expect(await work()).toEqual([]);
    await push();
    await push();
    expect(await work()).toHaveLength(1);
    expect((await work())[0]!.detail).toContain('NOT_ENOUGH');
    hospital.sim.faults.clear();
    await settled('succeeded');
    expect(await work()).toEqual([]);
  });
});
