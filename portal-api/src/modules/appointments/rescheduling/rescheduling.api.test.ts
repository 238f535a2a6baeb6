import { randomUUID } from 'node:crypto';
import type { ResponseOf } from '@suizhen/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import { startPayingApp, type PayingApp } from '../../../../test/support/payments';
import { signInAccount, signInStaff, type TestAccount } from '../../../../test/support/people';
import { PollPayments } from '../../payments/poll-payments.job';
import { PushRefunds } from '../../payments/push-refunds.job';
import { ExpireHolds } from '../ending/expire-holds.job';
import { ExpireMoves } from './expire-moves.job';

let paying: PayingApp;

beforeAll(async () => {
  paying = await startPayingApp();
});
afterAll(() => paying?.close());

type Mine = ResponseOf<'getMyAppointment'>;

interface Visit {
  account: TestAccount;
  patientId: string;
  id: string;
  clinic: TestClinic;
}

/** A booked visit in the first slot of a clinic; a clinic of the same department with its own fee beside it. */
async function aVisit(
  how: 'online' | 'desk',
  options: { feeFen?: number; otherFeeFen?: number; capacity?: number } = {},
): Promise<Visit & { other: TestClinic }> {
  const { app } = paying;
  const account = await signInAccount(app, { openid: `o${randomUUID()}` });
  const { feeFen = 2500, otherFeeFen = 2500, capacity = 3 } = options;
  const clinic = await aClinic(app, { feeFen, capacity });
  const { branchId, departmentId } = clinic;
  const other = await aClinic(app, {
    ...{ branchId, departmentId, capacity },
    feeFen: otherFeeFen,
    date: '2026-03-05',
  });
  const patientId = await aPatient(app, { proxies: [account.accountId], branchId });
  const body = { slotId: clinic.slotIds[0]!, patientId };
  if (how === 'desk') {
    const booked = await app.call('bookPlace', { body, as: account.as });
    return { account, patientId, id: booked.body.id, clinic, other };
  }
  const held = await app.call('holdPlace', { body, as: account.as });
  const visit = { account, patientId, id: held.body.id, clinic, other };
  await pay(visit);
  return visit;
}

async function openPayment(visit: Visit): Promise<ResponseOf<'createPayment'>> {
  const { status, body } = await paying.app.call('createPayment', {
    body: { appointmentId: visit.id, method: 'wechat-native' },
    as: visit.account.as,
    idempotencyKey: randomUUID(),
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

async function pay(visit: Visit): Promise<void> {
  await paying.sim.orders.pay((await openPayment(visit)).paymentNo);
}

function move(visit: Visit, slotId: string, idempotencyKey: string = randomUUID()) {
  return paying.app.call('rescheduleMyAppointment', {
    params: { appointmentId: visit.id },
    body: { slotId },
    as: visit.account.as,
    idempotencyKey,
  });
}

async function now(visit: Visit): Promise<Mine> {
  const params = { appointmentId: visit.id };
  return (await paying.app.call('getMyAppointment', { params, as: visit.account.as })).body;
}

async function standing(visit: Visit) {
  const params = { appointmentId: visit.id };
  return (await paying.app.call('getMyReschedule', { params, as: visit.account.as })).body;
}

async function places(slotId: string): Promise<Record<string, number>> {
  const { rows } = await paying.app.sql.query<{ state: string; n: number }>(
    `select state, count(*)::int as n from place where slot_id = $1 group by state`,
    [slotId],
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}

async function money(visit: Visit): Promise<{ state: string; amount: number; back: number }[]> {
  const { rows } = await paying.app.sql.query<{ state: string; amount: number; back: number }>(
    `select state, amount_fen::float8 as amount, refunded_fen::float8 as back from payment_order
      where appointment_id = $1 order by created_at, id`,
    [visit.id],
  );
  return rows;
}

async function work(rounds = 4): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const job of [ExpireHolds, ExpireMoves, PollPayments, PushRefunds]) {
      await paying.app.runJob(job);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    paying.app.clock.advance(31_000);
  }
}

describe('moving a visit', () => {
  it('keeps its number and code and gives the old place back', async () => {
    const visit = await aVisit('desk');
    const before = await now(visit);
    expect(before.mayReschedule).toBe(true);
    const key = randomUUID();
    const to = visit.other.slotIds[1]!;
    const answers = [await move(visit, to, key), await move(visit, to, key)];
    expect(answers[0]).toMatchObject({
      status: 200,
      body: {
        reschedule: {
          state: 'completed',
          fromSlotId: before.slotId,
          toSlotId: to,
          differenceFen: 0,
        },
        appointment: { slotId: to, date: '2026-03-05', status: 'booked', feeState: 'pay-at-desk' },
      },
    });
    expect(answers[1]!.body).toEqual(answers[0]!.body);
    const after = await now(visit);
    expect(after.appointmentNo).toBe(before.appointmentNo);
    expect(after.checkInCode).toBe(before.checkInCode);
    expect(await places(before.slotId)).toEqual({ free: 3 });
    expect(await places(to)).toEqual({ free: 2, sold: 1 });
    expect(await standing(visit)).toMatchObject({
      isAllowed: true,
      movesLeft: 1,
      within: 'department',
    });
  });

  it('is refused where everything is taken, and nothing has changed', async () => {
    const visit = await aVisit('online', { capacity: 1 });
    const slotId = visit.other.slotIds[0]!;
    await paying.app.call('bookPlace', {
      body: {
        slotId,
        patientId: await aPatient(paying.app, { proxies: [visit.account.accountId] }),
      },
      as: visit.account.as,
    });
    const before = await now(visit);
    expect((await move(visit, slotId)).error?.code).toBe('SLOT_FULL');
    expect(await now(visit)).toEqual(before);
    expect(await places(before.slotId)).toEqual({ sold: 1 });
  });

  it('has its limits, each with a sentence', async () => {
    const visit = await aVisit('desk');
    const elsewhere = await aClinic(paying.app);
    const refusals = [
      [visit.clinic.slotIds[0]!, '已经是这个时段'],
      [elsewhere.slotIds[0]!, '只能改到同一科室的其他时段'],
    ] as const;
    for (const [slotId, message] of refusals) {
      expect((await move(visit, slotId)).error).toMatchObject({
        code: 'RESCHEDULE_NOT_ALLOWED',
        message,
      });
    }
    expect((await move(visit, randomUUID())).error?.code).toBe('NOT_FOUND');
    for (const slotId of [visit.clinic.slotIds[1]!, visit.other.slotIds[0]!]) {
      expect((await move(visit, slotId)).status).toBe(200);
    }
    expect((await move(visit, visit.clinic.slotIds[0]!)).error?.message).toBe(
      '已改约 2 次，请联系医院前台',
    );
    expect((await now(visit)).mayReschedule).toBe(false);
    expect(await standing(visit)).toMatchObject({ isAllowed: false, movesLeft: 0 });
  });

  it('is refused while another appointment excludes it', async () => {
    const visit = await aVisit('desk');
    await paying.app.call('bookPlace', {
      body: { slotId: visit.other.slotIds[0]!, patientId: visit.patientId },
      as: visit.account.as,
    });
    expect((await move(visit, visit.other.slotIds[1]!)).error?.code).toBe('ALREADY_BOOKED');
  });

  it('by many at once to the last place takes it once and loses nobody theirs', async () => {
    const target = await aClinic(paying.app, { capacity: 1, slots: 1, date: '2026-03-06' });
    const { branchId, departmentId } = target;
    const from = await aClinic(paying.app, { capacity: 12, slots: 1, branchId, departmentId });
    const visits: Visit[] = [];
    for (let i = 0; i < 12; i++) {
      const account = await signInAccount(paying.app);
      const patientId = await aPatient(paying.app, { proxies: [account.accountId] });
      const booked = await paying.app.call('bookPlace', {
        body: { slotId: from.slotIds[0]!, patientId },
        as: account.as,
      });
      visits.push({ account, patientId, id: booked.body.id, clinic: from });
    }
    const answers = await Promise.all(visits.map((visit) => move(visit, target.slotIds[0]!)));
    const codes = answers.map((answer) => answer.error?.code ?? 'moved').sort();
    expect(codes.filter((code) => code === 'moved')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['SLOT_FULL', 'moved']));
    expect(await places(from.slotIds[0]!)).toEqual({ free: 1, sold: 11 });
    expect(await places(target.slotIds[0]!)).toEqual({ sold: 1 });
  });

  it('of two who change places through a free one blocks nobody', async () => {
    const [a, b] = [await aVisit('desk'), await aVisit('desk')];
    await paying.app.sql.query(`update slot set department_id = $1 where roster_id = any($2)`, [
      a.clinic.departmentId,
      [b.clinic.rosterId, b.other.rosterId],
    ]);
    await paying.app.sql.query(`update appointment set department_id = $1 where id = $2`, [
      a.clinic.departmentId,
      b.id,
    ]);
    const answers = await Promise.all([
      move(a, b.clinic.slotIds[0]!),
      move(b, a.clinic.slotIds[0]!),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  });
});

describe('the difference of fees', () => {
  it('goes back when the visit becomes cheaper, and the rest when it is cancelled', async () => {
    const visit = await aVisit('online', { otherFeeFen: 1000 });
    const moved = await move(visit, visit.other.slotIds[0]!);
    expect(moved.body).toMatchObject({
      reschedule: { state: 'completed', differenceFen: -1500, newFeeFen: 1000 },
      appointment: { feeFen: 1000, feeState: 'paid', refund: { amountFen: 1500 } },
    });
    await work();
    expect(await money(visit)).toEqual([{ state: 'partially-refunded', amount: 2500, back: 1500 }]);
    const params = { appointmentId: visit.id };
    const cancelled = await paying.app.call('cancelMyAppointment', {
      params,
      body: { reason: 'other' },
      as: visit.account.as,
    });
    expect(cancelled.body).toMatchObject({ feeState: 'refunding', refund: { amountFen: 1000 } });
    await work();
    expect((await now(visit)).feeState).toBe('refunded');
    expect(await money(visit)).toEqual([{ state: 'refunded', amount: 2500, back: 2500 }]);
  });

  it('is paid before a dearer one is theirs; until then they have both places', async () => {
    const visit = await aVisit('online', { otherFeeFen: 6000 });
    const old = await now(visit);
    const slotId = visit.other.slotIds[0]!;
    const moved = await move(visit, slotId);
    expect(moved.body).toMatchObject({
      reschedule: { state: 'awaiting-payment', differenceFen: 3500 },
      appointment: { slotId: old.slotId, feeState: 'paid' },
    });
    expect(moved.body.reschedule.expiresAt).not.toBeNull();
    expect(await places(old.slotId)).toEqual({ free: 2, sold: 1 });
    expect(await places(slotId)).toEqual({ free: 2, held: 1 });
    const payment = await openPayment(visit);
    expect(payment.amountFen).toBe(3500);
    await paying.sim.orders.pay(payment.paymentNo);
    expect(await now(visit)).toMatchObject({
      slotId,
      feeFen: 6000,
      feeState: 'paid',
      status: 'booked',
    });
    expect(await places(old.slotId)).toEqual({ free: 3 });
    expect(await places(slotId)).toEqual({ free: 2, sold: 1 });
    // Both payments go back when it is cancelled.
    await paying.app.call('cancelMyAppointment', {
      params: { appointmentId: visit.id },
      body: { reason: 'other' },
      as: visit.account.as,
    });
    await work();
    expect((await money(visit)).map((order) => order.state)).toEqual(['refunded', 'refunded']);
    expect((await now(visit)).feeState).toBe('refunded');
  });

  it('that nobody pays leaves the visit where it was; late money goes back by itself', async () => {
    const visit = await aVisit('online', { otherFeeFen: 6000 });
    const old = await now(visit);
    await move(visit, visit.other.slotIds[0]!);
    const payment = await openPayment(visit);
    paying.app.clock.advance(11 * 60_000);
    expect(await paying.app.runJob(ExpireMoves)).toBe(1);
    await paying.sim.orders.pay(payment.paymentNo);
    await work();
    expect(await now(visit)).toMatchObject({ slotId: old.slotId, feeFen: 2500, feeState: 'paid' });
    expect((await standing(visit)).latest?.state).toBe('abandoned');
    expect(await places(visit.other.slotIds[0]!)).toEqual({ free: 3 });
    expect(await money(visit)).toEqual([
      { state: 'paid', amount: 2500, back: 0 },
      { state: 'refunded', amount: 3500, back: 3500 },
    ]);
  });

  it('of a move given up for another does not pay for that other', async () => {
    const visit = await aVisit('online', { otherFeeFen: 6000 });
    await move(visit, visit.other.slotIds[0]!);
    const first = await openPayment(visit);
    const again = await move(visit, visit.other.slotIds[1]!);
    expect(again.body.reschedule.state).toBe('awaiting-payment');
    expect(await places(visit.other.slotIds[0]!)).toEqual({ free: 3 });
    await paying.sim.orders.pay(first.paymentNo);
    await work(2);
    expect((await now(visit)).slotId).toBe(visit.clinic.slotIds[0]!);
    expect((await standing(visit)).latest?.state).toBe('awaiting-payment');
    await pay(visit);
    expect((await now(visit)).slotId).toBe(visit.other.slotIds[1]!);
  });

  it('goes back when the clinic it was for does not take place any more', async () => {
    const visit = await aVisit('online', { otherFeeFen: 6000 });
    await move(visit, visit.other.slotIds[0]!);
    const payment = await openPayment(visit);
    await paying.app.sql.query(`update slot set is_closed = true where roster_id = $1`, [
      visit.other.rosterId,
    ]);
    await paying.sim.orders.pay(payment.paymentNo);
    await work();
    expect(await now(visit)).toMatchObject({ slotId: visit.clinic.slotIds[0]!, feeState: 'paid' });
    expect(await places(visit.other.slotIds[0]!)).toEqual({ free: 2, closed: 1 });
    expect((await money(visit))[1]).toEqual({ state: 'refunded', amount: 3500, back: 3500 });
  });

  it('is given up by hand or with the visit itself', async () => {
    const visit = await aVisit('online', { otherFeeFen: 6000 });
    const params = { appointmentId: visit.id };
    const give = () => paying.app.call('abandonMyReschedule', { params, as: visit.account.as });
    await move(visit, visit.other.slotIds[0]!);
    expect((await give()).status).toBe(200);
    expect((await give()).error?.code).toBe('INVALID_STATE');
    expect(await places(visit.other.slotIds[0]!)).toEqual({ free: 3 });
    await move(visit, visit.other.slotIds[0]!);
    const body = { reason: 'other' as const };
    await paying.app.call('cancelMyAppointment', { params, body, as: visit.account.as });
    expect(await places(visit.other.slotIds[0]!)).toEqual({ free: 3 });
    expect(await places(visit.clinic.slotIds[0]!)).toEqual({ free: 3 });
  });
});

describe('at the desk', () => {
  const desk = async (visit: Visit) =>
    (
      await signInStaff(paying.app, {
        role: 'front-desk',
        branchId: visit.clinic.branchId,
        name: '周敏',
      })
    ).as;

  it('the difference is taken, left open or handed out', async () => {
    const visit = await aVisit('desk', { otherFeeFen: 6000 });
    const as = await desk(visit);
    const params = { appointmentId: visit.id };
    const take = () => {
      paying.app.clock.advance(1_000);
      return paying.app.call('takeDeskPayment', { params, body: { method: 'cash' }, as });
    };
    const put = (slotId: string, payment: 'cash' | null) =>
      paying.app.call('rescheduleAppointment', {
        params,
        body: { slotId, reason: '患者要求', payment },
        as,
      });
    await take();
    const dearer = await put(visit.other.slotIds[0]!, null);
    expect(dearer.body).toMatchObject({
      feeFen: 6000,
      feeState: 'pay-at-desk',
      mayTakePayment: true,
    });
    expect((await take()).body).toMatchObject({ feeState: 'paid', payment: { amountFen: 3500 } });
    const cheaper = await put(visit.clinic.slotIds[0]!, null);
    expect(cheaper.body).toMatchObject({ feeFen: 2500, feeState: 'paid' });
    const dearerAgain = await put(visit.other.slotIds[1]!, 'cash');
    expect(dearerAgain.body.feeState).toBe('paid');
    const sums = await money(visit);
    const kept = sums.reduce((sum, order) => sum + order.amount - order.back, 0);
    expect(kept).toBe(6000);
    const moves = dearerAgain.body.history.filter(({ what }) => what.startsWith('改约'));
    expect(moves[0]).toMatchObject({
      who: '周敏',
      what: '改约：3月4日 周三 上午 9:00 → 3月5日 周四 上午 9:00',
    });
    expect(moves).toHaveLength(3);
    await paying.app.call('cancelAppointment', { params, body: { reason: 'other' }, as });
    expect((await money(visit)).every((order) => order.state === 'refunded')).toBe(true);
  });

  it('money from the till is handed out there and not moved away on the phone', async () => {
    const visit = await aVisit('desk', { otherFeeFen: 1000 });
    const as = await desk(visit);
    const params = { appointmentId: visit.id };
    await paying.app.call('takeDeskPayment', { params, body: { method: 'cash' }, as });
    expect((await move(visit, visit.other.slotIds[0]!)).error?.code).toBe('RESCHEDULE_NOT_ALLOWED');
  });

  it('it knows no limit but its own branch', async () => {
    const visit = await aVisit('desk');
    const elsewhere = await aClinic(paying.app);
    const as = await desk(visit);
    const params = { appointmentId: visit.id };
    const body = { slotId: elsewhere.slotIds[0]!, reason: '患者要求' };
    const there = await paying.app.call('rescheduleAppointment', { params, body, as });
    expect(there.error?.code).toBe('NOT_FOUND');
    const stranger = await signInStaff(paying.app, {
      role: 'front-desk',
      branchId: elsewhere.branchId,
    });
    const foreign = await paying.app.call('rescheduleAppointment', {
      params,
      body,
      as: stranger.as,
    });
    expect(foreign.error?.code).toBe('NOT_FOUND');
  });

  it('a doctor books the next visit before the patient leaves the room', async () => {
    const visit = await aVisit('desk');
    const { branchId, departmentId } = visit.clinic;
    const doctor = await signInStaff(paying.app, {
      ...{ role: 'doctor', branchId, departmentId },
      doctorId: visit.clinic.doctorId,
    });
    const booked = await paying.app.call('bookFollowUpVisit', {
      params: { appointmentId: visit.id },
      body: { slotId: visit.other.slotIds[0]!, note: '带上血糖记录' },
      as: doctor.as,
      idempotencyKey: randomUUID(),
    });
    expect(booked).toMatchObject({
      status: 200,
      body: { status: 'booked', patientId: visit.patientId },
    });
    const { rows } = await paying.app.sql.query<{ follows: string; preparation: string }>(
      `select follows_appointment_id as follows, preparation from appointment where id = $1`,
      [booked.body.id],
    );
    expect(rows[0]).toEqual({ follows: visit.id, preparation: '带上血糖记录' });
  });
});
