import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aClinic } from '../../../../test/support/clinic';
import { movingVisits, type Visit } from '../../../../test/support/moving';
import { startPayingApp, type PayingApp } from '../../../../test/support/payments';
import { signInStaff } from '../../../../test/support/people';
let paying: PayingApp;
const { aVisit, move, money } = movingVisits(() => paying);

beforeAll(async () => {
  paying = await startPayingApp();
});
afterAll(() => paying?.close());

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
    const book = () =>
      paying.app.call('bookFollowUpVisit', {
        params: { appointmentId: visit.id },
        body: { slotId: visit.other.slotIds[0]!, note: '带上血糖记录' },
        as: doctor.as,
        idempotencyKey: randomUUID(),
      });
    expect((await book()).error?.code).toBe('INVALID_STATE');
    await paying.app.sql.query(`update appointment set status = 'arrived' where id = $1`, [
      visit.id,
    ]);
    const booked = await book();
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
