import { randomUUID } from 'node:crypto';
import type { ResponseOf } from '@suizhen/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aClinic, aPatient } from '../../../test/support/clinic';
import { startPayingApp, type PayingApp } from '../../../test/support/payments';
import { signInAccount, type TestAccount } from '../../../test/support/people';
import { ExpireHolds } from '../appointments/ending/expire-holds.job';
import { PaymentOrders } from './payment-order.repository';
import { PollPayments } from './poll-payments.job';
import { PushRefunds } from './push-refunds.job';

let paying: PayingApp;

beforeAll(async () => {
  paying = await startPayingApp();
});
afterAll(() => paying?.close());
afterEach(() => paying.sim.faults.clear());

type Mine = ResponseOf<'getMyAppointment'>;
type Payment = ResponseOf<'createPayment'>;

interface Visit {
  account: TestAccount;
  appointment: Mine;
  slotId: string;
}

async function aHeldPlace(): Promise<Visit> {
  const { app } = paying;
  const account = await signInAccount(app, { openid: `o${randomUUID()}` });
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const slotId = (await aClinic(app)).slotIds[0]!;
  const held = await app.call('holdPlace', { body: { slotId, patientId }, as: account.as });
  expect(held.status).toBe(200);
  return { account, appointment: held.body, slotId };
}

function pay(visit: Visit, method: 'wechat-jsapi' | 'wechat-native' = 'wechat-native') {
  return paying.app.call('createPayment', {
    body: { appointmentId: visit.appointment.id, method },
    as: visit.account.as,
    idempotencyKey: randomUUID(),
  });
}

async function anOpenPayment(visit: Visit): Promise<Payment> {
  const { status, body } = await pay(visit);
  expect(status).toBe(200);
  return body;
}

async function now(visit: Visit): Promise<Mine> {
  const params = { appointmentId: visit.appointment.id };
  return (await paying.app.call('getMyAppointment', { params, as: visit.account.as })).body;
}

async function stateOf(payment: Payment): Promise<string | undefined> {
  const { rows } = await paying.app.sql.query<{ state: string }>(
    `select state from payment_order where id = $1`,
    [payment.id],
  );
  return rows[0]?.state;
}

async function refundsOf(payment: Payment): Promise<{ state: string; refund_no: string }[]> {
  const { rows } = await paying.app.sql.query<{ state: string; refund_no: string }>(
    `select state, refund_no from refund where payment_id = $1`,
    [payment.id],
  );
  return rows;
}

/** Lets the worker's loops run until nothing is due, with a little hospital time in between. */
async function work(rounds = 4): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await paying.app.runJob(ExpireHolds);
    await paying.app.runJob(PollPayments);
    await paying.app.runJob(PushRefunds);
    // The simulator ends a refund a moment after it took it.
    await new Promise((resolve) => setTimeout(resolve, 20));
    paying.app.clock.advance(31_000);
  }
}

async function eventsOf(visit: Visit, event: string): Promise<number> {
  const { rows } = await paying.app.sql.query<{ n: number }>(
    `select count(*)::int as n from outbox where event = $2 and payload ->> 'appointmentId' = $1`,
    [visit.appointment.id, event],
  );
  return rows[0]!.n;
}

describe('paying for a held place', () => {
  it('books it, in WeChat and by QR code', async () => {
    for (const method of ['wechat-jsapi', 'wechat-native'] as const) {
      const visit = await aHeldPlace();
      const { body } = await pay(visit, method);
      expect(body).toMatchObject({ state: 'paying', amountFen: 2500, method });
      if (method === 'wechat-jsapi') expect(body.jsapi?.package).toMatch(/^prepay_id=wx/);
      else expect(body.codeUrl).toMatch(/^weixin:/);
      await paying.sim.orders.pay(body.paymentNo);
      expect(await now(visit)).toMatchObject({
        status: 'booked',
        feeState: 'paid',
        paymentId: body.id,
        hold: null,
      });
      expect(await eventsOf(visit, 'payment.succeeded')).toBe(1);
      expect(await eventsOf(visit, 'appointment.booked')).toBe(1);
    }
  });

  it('returns the open order when asked again, and closes it when the way to pay changes', async () => {
    const visit = await aHeldPlace();
    const first = await anOpenPayment(visit);
    const again = await anOpenPayment(visit);
    expect(again).toEqual(first);
    const changed = await pay(visit, 'wechat-jsapi');
    expect(changed.body.id).not.toBe(first.id);
    expect(await stateOf(first)).toBe('closed');
    expect(paying.sim.orders.current(first.paymentNo)?.state).toBe('CLOSED');
    await paying.sim.orders.pay(changed.body.paymentNo);
    expect((await now(visit)).status).toBe('booked');
  });

  it('is nobody else’s, and needs a hold that lives', async () => {
    const visit = await aHeldPlace();
    const other = await signInAccount(paying.app);
    const foreign = await pay({ ...visit, account: other });
    expect(foreign.error?.code).toBe('NOT_FOUND');
    const payment = await anOpenPayment(visit);
    const look = await paying.app.call('getPayment', {
      params: { paymentId: payment.id },
      as: other.as,
    });
    expect(look.error?.code).toBe('NOT_FOUND');
    const late = await aHeldPlace();
    paying.app.clock.advance(11 * 60_000);
    expect((await pay(late)).error?.code).toBe('HOLD_EXPIRED');
    await work();
    expect((await pay(late)).error?.code).toBe('HOLD_EXPIRED');
  });

  it('says so when WeChat Pay does not answer, and goes on with the same order afterwards', async () => {
    const visit = await aHeldPlace();
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'error', status: 500 });
    expect((await pay(visit)).error?.code).toBe('PROVIDER_UNAVAILABLE');
    paying.sim.faults.clear();
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'drop', match: 'native', count: 2 });
    expect((await pay(visit)).error?.code).toBe('PROVIDER_UNAVAILABLE');
    const payment = await anOpenPayment(visit);
    const { rows } = await paying.app.sql.query(
      `select 1 from payment_order where appointment_id = $1`,
      [visit.appointment.id],
    );
    expect(rows).toHaveLength(1);
    await paying.sim.orders.pay(payment.paymentNo);
    expect((await now(visit)).status).toBe('booked');
  });
});

describe('a notification', () => {
  it('that comes five times at once has one effect', async () => {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'duplicate', value: 5, count: 1 });
    const { notice } = await paying.sim.orders.pay(payment.paymentNo);
    expect(notice.attempts.map((attempt) => attempt.status)).toEqual([204, 204, 204, 204, 204]);
    await paying.sim.notifier.sendNow(notice.id);
    expect(await now(visit)).toMatchObject({ status: 'booked', feeState: 'paid' });
    expect(await eventsOf(visit, 'payment.succeeded')).toBe(1);
    expect(await refundsOf(payment)).toEqual([]);
  });

  it('that comes before the create call returns is credited', async () => {
    const visit = await aHeldPlace();
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'early', count: 1 });
    const { status, body } = await pay(visit);
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'paid', codeUrl: null });
    expect(await now(visit)).toMatchObject({ status: 'booked', feeState: 'paid' });
  });

  it('that is forged is refused with 401 and changes nothing', async () => {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    expect(await paying.sim.orders.forgePayment(payment.paymentNo)).toBe(401);
    expect((await now(visit)).status).toBe('pending');
    expect(await stateOf(payment)).toBe('paying');
  });

  it('with a wrong amount is not credited; asking finds what was really paid', async () => {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'wrong-amount', value: 1, count: 1 });
    const { notice } = await paying.sim.orders.pay(payment.paymentNo);
    expect(notice.attempts[0]?.status).toBe(409);
    expect((await now(visit)).status).toBe('pending');
    const metrics = await (await fetch(`${paying.app.url}/metrics`)).text();
    expect(metrics).toMatch(/suizhen_payment_news_total\{[^}]*outcome="wrong-amount"[^}]*\} 1/);
    await work(1);
    expect((await now(visit)).status).toBe('booked');
  });

  it('that never comes is found by asking, by the worker and by the patient who looks', async () => {
    for (const isPatientLooking of [false, true]) {
      const visit = await aHeldPlace();
      const payment = await anOpenPayment(visit);
      paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
      await paying.sim.orders.pay(payment.paymentNo);
      expect((await now(visit)).status).toBe('pending');
      if (isPatientLooking) {
        const params = { paymentId: payment.id };
        const look = await paying.app.call('getPayment', { params, as: visit.account.as });
        expect(look.body.state).toBe('paid');
      } else {
        paying.app.clock.advance(5_000);
        await paying.app.runJob(PollPayments);
      }
      expect((await now(visit)).status).toBe('booked');
    }
  });

  it('that comes after everything else, even after the refund, changes nothing any more', async () => {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    const { notice } = await paying.sim.orders.pay(payment.paymentNo);
    paying.app.clock.advance(5_000);
    await paying.app.runJob(PollPayments);
    await paying.app.call('cancelMyAppointment', {
      params: { appointmentId: visit.appointment.id },
      body: { reason: 'other' },
      as: visit.account.as,
    });
    await work();
    expect(await stateOf(payment)).toBe('refunded');
    const late = await paying.sim.notifier.sendNow(notice.id);
    expect(late.attempts.at(-1)?.status).toBe(204);
    expect(await now(visit)).toMatchObject({ status: 'cancelled', feeState: 'refunded' });
    expect(await eventsOf(visit, 'payment.succeeded')).toBe(1);
    expect(await refundsOf(payment)).toHaveLength(1);
  });

  it('for an order that is not ours is not taken for granted', async () => {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    await paying.app.sql.query(
      `update payment_order set payment_no = 'elsewhere-1' where id = $1`,
      [payment.id],
    );
    const { notice } = await paying.sim.orders.pay(payment.paymentNo);
    expect(notice.attempts[0]?.status).toBe(404);
    expect((await now(visit)).status).toBe('pending');
  });
});

describe('an order that is given up', () => {
  it('is closed at once, also when somebody was just asking about it', async () => {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    const orders = await paying.app.get(PaymentOrders);
    const asAsked = (await orders.find(payment.id))!;
    const holdId = visit.appointment.hold!.id;
    await paying.app.call('releaseHold', { params: { holdId }, as: visit.account.as });
    // The answer «not paid yet» comes only now.
    await orders.askAgainAt(asAsked, new Date(paying.app.clock.now().getTime() + 600_000));
    await paying.app.runJob(PollPayments);
    expect(await stateOf(payment)).toBe('closed');
  });
});

describe('money that comes too late', () => {
  it('goes back by itself when the hold ran out before the notification', async () => {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    paying.app.clock.advance(10 * 60_000);
    await paying.sim.orders.pay(payment.paymentNo);
    expect(await now(visit)).toMatchObject({ status: 'cancelled', feeState: 'refunding' });
    await work();
    expect(await stateOf(payment)).toBe('refunded');
    expect(await now(visit)).toMatchObject({
      feeState: 'refunded',
      refund: { state: 'succeeded', amountFen: 2500 },
    });
    expect(await eventsOf(visit, 'refund.succeeded')).toBe(1);
  });

  it('goes back when it was on its way unseen while the hold expired', async () => {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    await paying.sim.orders.pay(payment.paymentNo);
    paying.app.clock.advance(10 * 60_000);
    await work();
    expect((await now(visit)).feeState).toBe('refunded');
    expect(await stateOf(payment)).toBe('refunded');
  });

  it('goes back when the order was closed and paid all the same', async () => {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    const params = { holdId: visit.appointment.hold!.id };
    await paying.app.call('releaseHold', { params, as: visit.account.as });
    await work(1);
    expect(await stateOf(payment)).toBe('closed');
    expect(paying.sim.orders.current(payment.paymentNo)?.state).toBe('CLOSED');
    await paying.sim.orders.pay(payment.paymentNo, true);
    await work();
    expect(await stateOf(payment)).toBe('refunded');
    expect(await refundsOf(payment)).toHaveLength(1);
  });

  it('goes back when the way to pay had been changed; the held place waits for the new order', async () => {
    const visit = await aHeldPlace();
    const old = await anOpenPayment(visit);
    const { body: fresh } = await pay(visit, 'wechat-jsapi');
    await paying.sim.orders.pay(old.paymentNo, true);
    expect((await now(visit)).status).toBe('pending');
    await paying.sim.orders.pay(fresh.paymentNo);
    expect(await now(visit)).toMatchObject({ status: 'booked', feeState: 'paid' });
    await work();
    expect(await stateOf(old)).toBe('refunded');
    expect(await stateOf(fresh)).toBe('paid');
    expect(await now(visit)).toMatchObject({ status: 'booked', feeState: 'paid' });
  });
});

describe('a refund', () => {
  async function cancelPaid(): Promise<{ visit: Visit; payment: Payment }> {
    const visit = await aHeldPlace();
    const payment = await anOpenPayment(visit);
    await paying.sim.orders.pay(payment.paymentNo);
    const cancelled = await paying.app.call('cancelMyAppointment', {
      params: { appointmentId: visit.appointment.id },
      body: { reason: 'schedule-conflict' },
      as: visit.account.as,
    });
    expect(cancelled.body).toMatchObject({
      status: 'cancelled',
      feeState: 'refunding',
      refund: { state: 'requested', amountFen: 2500 },
    });
    return { visit, payment };
  }

  it('follows a cancellation to its end, however often its notification comes', async () => {
    const { visit, payment } = await cancelPaid();
    paying.sim.faults.set({
      simulator: 'wechat-pay',
      kind: 'duplicate',
      match: 'REFUND',
      value: 3,
      count: 1,
    });
    await work();
    expect(await now(visit)).toMatchObject({
      feeState: 'refunded',
      refund: { state: 'succeeded' },
    });
    expect(await stateOf(payment)).toBe('refunded');
    expect(await eventsOf(visit, 'refund.succeeded')).toBe(1);
  });

  it('is retried under the same number until it is accepted, and paid out once', async () => {
    const { payment } = await cancelPaid();
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'error', status: 500, count: 2 });
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'drop', match: 'refund', count: 1 });
    await work(8);
    const [refund] = await refundsOf(payment);
    expect(refund?.state).toBe('succeeded');
    const there = paying.sim.records.refunds
      .values()
      .filter((known) => known.outTradeNo === payment.paymentNo);
    expect(there.map((known) => known.outRefundNo)).toEqual([refund?.refund_no]);
  });

  it('is found by asking when its notification is lost', async () => {
    const { visit } = await cancelPaid();
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', match: 'REFUND', count: 1 });
    await work();
    expect((await now(visit)).feeState).toBe('refunded');
  });

  it('that WeChat Pay calls abnormal is visible, and ends well when it was put right', async () => {
    const { visit, payment } = await cancelPaid();
    paying.sim.faults.set({ simulator: 'wechat-pay', kind: 'refund-abnormal', count: 1 });
    await work();
    expect((await now(visit)).refund?.state).toBe('abnormal');
    const [refund] = await refundsOf(payment);
    await paying.sim.refunds.finish(refund!.refund_no, 'SUCCESS');
    expect(await now(visit)).toMatchObject({
      feeState: 'refunded',
      refund: { state: 'succeeded' },
    });
  });
});
