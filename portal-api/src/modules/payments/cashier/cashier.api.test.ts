import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeskPaymentMethod } from '@suizhen/contract';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { signInStaff, type TestStaff } from '../../../../test/support/people';

let app: TestApp;
let branchId: string;
let desk: TestStaff;
let manager: TestStaff;
const date = '2026-03-03';
beforeAll(async () => {
  app = await startTestApp();
  ({ branchId } = await aClinic(app));
  manager = await signInStaff(app, { role: 'manager', branchId });
});
afterAll(() => app?.close());
beforeEach(async () => {
  desk = await signInStaff(app, { role: 'front-desk', branchId, name: '丁前台' });
});

/** Booked by phone, to be paid when they come. */
async function owing(): Promise<string> {
  const patientId = await aPatient(app, { branchId });
  const { slotIds } = await aClinic(app, { branchId });
  const body = { slotId: slotIds[0], patientId, channel: 'phone' };
  const { body: appointment } = await app.call('bookForPatient', { as: desk.as, body });
  return appointment.id;
}

const take = (appointmentId: string, method: DeskPaymentMethod = 'cash', as = desk.as) =>
  app.call('takeDeskPayment', { as, params: { appointmentId }, body: { method } });
const giveBack = (appointmentId: string, as = desk.as) =>
  app.call('cancelAppointment', {
    as,
    params: { appointmentId },
    body: { reason: 'other', note: '' },
  });
const close = (countedCashFen: number, as = desk.as, note = '') =>
  app.call('closeCashierDay', { as, params: { date }, body: { countedCashFen, note } });
const myDay = async (as = desk.as) =>
  (await app.call('getCashierDay', { as, params: { date } })).body;

describe('the day of a cashier', () => {
  it('is what went through the drawer, by the way it was paid', async () => {
    const [one, two, three] = [await owing(), await owing(), await owing()];
    await take(one);
    await take(two);
    await take(three, 'insurance');
    expect((await giveBack(two)).status).toBe(200);
    expect(await myDay()).toMatchObject({
      id: null,
      staffName: '丁前台',
      branchId,
      lines: [
        { method: 'cash', payments: 2, paidFen: 5000, refunds: 1, refundedFen: 2500 },
        { method: 'bank-card', payments: 0, paidFen: 0, refunds: 0, refundedFen: 0 },
        { method: 'insurance', payments: 1, paidFen: 2500, refunds: 0, refundedFen: 0 },
      ],
      expectedCashFen: 2500,
      isClosed: false,
    });
  });

  it('is closed with what was counted, and the difference is written down', async () => {
    await take(await owing());
    const closed = await close(2400, desk.as, '少 1 元，已说明');
    expect(closed.body).toMatchObject({
      expectedCashFen: 2500,
      countedCashFen: 2400,
      differenceFen: -100,
      note: '少 1 元，已说明',
      isClosed: true,
    });
    expect(await myDay()).toEqual(closed.body);
    const listed = await app.call('listCashierDays', {
      as: manager.as,
      query: { from: date, to: date },
    });
    expect(listed.body.items).toContainEqual(closed.body);
  });

  it('takes and returns nothing afterwards; a colleague does', async () => {
    const paid = await owing();
    await take(paid);
    const later = await owing();
    await close(2500);
    expect((await take(later)).error?.code).toBe('DAY_ALREADY_CLOSED');
    expect((await giveBack(paid)).error?.code).toBe('DAY_ALREADY_CLOSED');
    const colleague = await signInStaff(app, { role: 'front-desk', branchId });
    expect((await take(later, 'cash', colleague.as)).status).toBe(200);
    expect((await giveBack(paid, colleague.as)).status).toBe(200);
    expect(await myDay(colleague.as)).toMatchObject({ expectedCashFen: 0 });
  });

  it('takes no fee with a booking either, and the booking is not made', async () => {
    await close(0);
    const patientId = await aPatient(app, { branchId });
    const { slotIds } = await aClinic(app, { branchId });
    const body = { slotId: slotIds[0], patientId, channel: 'desk', payment: 'cash' };
    const answer = await app.call('bookForPatient', { as: desk.as, body });
    expect(answer.error?.code).toBe('DAY_ALREADY_CLOSED');
    const { rows } = await app.sql.query(`select 1 from appointment where patient_id = $1`, [
      patientId,
    ]);
    expect(rows).toEqual([]);
  });

  it('begins anew the next day, and no day to come is closed', async () => {
    await close(0);
    const tomorrow = { as: desk.as, params: { date: '2026-03-04' } };
    const early = await app.call('closeCashierDay', { ...tomorrow, body: { countedCashFen: 0 } });
    expect(early.error?.code).toBe('INVALID_STATE');
    const appointment = await owing();
    app.clock.set('2026-03-04T08:00:00+08:00');
    expect((await take(appointment)).status).toBe(200);
    app.clock.set('2026-03-03T09:00:00+08:00');
    expect((await app.call('getCashierDay', tomorrow)).body.expectedCashFen).toBe(2500);
  });

  it('is closed once, however often it is sent', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => close(0)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
  });

  it('money taken while it closes is either counted or not taken', async () => {
    for (let round = 0; round < 3; round++) {
      desk = await signInStaff(app, { role: 'front-desk', branchId });
      const waiting = await Promise.all(Array.from({ length: 6 }, owing));
      const taking = waiting.map((id) => take(id));
      const closing = close(0);
      const [closed, taken] = await Promise.all([closing, Promise.all(taking)]);
      const ok = taken.filter(({ status }) => status === 200).length;
      const refused = taken.filter(({ error }) => error?.code === 'DAY_ALREADY_CLOSED').length;
      expect(ok + refused).toBe(6);
      expect(closed.body.expectedCashFen).toBe(ok * 2500);
      const { rows } = await app.sql.query<{ n: number }>(
        `select count(*)::int as n from payment_order where staff_id = $1`,
        [desk.staffId],
      );
      expect(rows[0]!.n).toBe(ok);
    }
  });
});

describe('the closed days that a manager sees', () => {
  it('are those of the branch', async () => {
    await close(0);
    const elsewhere = await signInStaff(app, {
      role: 'manager',
      branchId: (await aClinic(app)).branchId,
    });
    const president = await signInStaff(app, { role: 'president' });
    const list = async (as: TestStaff['as'], more = {}) =>
      (await app.call('listCashierDays', { as, query: { from: date, to: date, ...more } })).body
        .items;
    const isOurs = ({ staffId }: { staffId: string }) => staffId === desk.staffId;
    expect((await list(manager.as)).some(isOurs)).toBe(true);
    expect((await list(elsewhere.as)).some(isOurs)).toBe(false);
    expect((await list(president.as)).some(isOurs)).toBe(true);
    expect((await list(president.as, { branchId: app.newId() })).some(isOurs)).toBe(false);
  });

  it('span a quarter at most, in their order', async () => {
    const ask = async (from: string, to: string) =>
      (await app.call('listCashierDays', { as: manager.as, query: { from, to } })).error?.fields;
    expect(await ask('2026-03-04', '2026-03-03')).toHaveProperty('query.to');
    expect(await ask('2025-03-04', '2026-03-03')).toHaveProperty('query.to');
  });

  it('are closed to who keeps a drawer only, and the drawer to who does not', async () => {
    const list = await app.call('listCashierDays', {
      as: desk.as,
      query: { from: date, to: date },
    });
    expect(list.error?.code).toBe('FORBIDDEN');
    const own = await app.call('getCashierDay', { as: manager.as, params: { date } });
    expect(own.error?.code).toBe('FORBIDDEN');
  });
});
