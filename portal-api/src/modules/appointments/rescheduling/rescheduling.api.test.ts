import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { movingVisits, type Visit } from '../../../../test/support/moving';
import { startPayingApp, type PayingApp } from '../../../../test/support/payments';
import { signInAccount } from '../../../../test/support/people';
import { ExpireMoves } from './expire-moves.job';
let paying: PayingApp;
const { aVisit, openPayment, pay, move, now, standing, places, money, work } = movingVisits(
  () => paying,
);

beforeAll(async () => {
  paying = await startPayingApp();
});
afterAll(() => paying?.close());

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
