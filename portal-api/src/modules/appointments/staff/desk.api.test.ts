import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import { signInAccount, signInStaff, type TestStaff } from '../../../../test/support/people';

let app: TestApp;
let clinic: TestClinic;
let desk: TestStaff;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app, { capacity: 40, slots: 3 });
  desk = await signInStaff(app, { role: 'front-desk', branchId: clinic.branchId, name: '周敏' });
});
afterAll(() => app?.close());

const aLocal = () => aPatient(app, { branchId: clinic.branchId });

async function book(more: Record<string, unknown> = {}, as = desk.as) {
  const patientId = await aLocal();
  const body = { slotId: clinic.slotIds[0]!, patientId, channel: 'desk', ...more };
  return app.call('bookForPatient', { body, as, idempotencyKey: randomUUID() });
}

describe('booking at the desk', () => {
  it('takes the fee with it and tells the story of it', async () => {
    const { status, body } = await book({ payment: 'cash' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'booked',
      channel: 'desk',
      feeState: 'paid',
      patientName: '王小明',
      patientNameMasked: '王*明',
      phoneMasked: '138****1234',
      payment: { method: 'cash', amountFen: 2500 },
      mayCancel: true,
      mayTakePayment: false,
    });
    expect(body.history.map(({ what, who }) => `${who} ${what}`)).toEqual([
      '周敏 预约成功',
      '周敏 前台收费',
    ]);
  });

  it('may be before the release, and takes places kept for the channel first', async () => {
    const early = await aClinic(app, {
      branchId: clinic.branchId,
      releaseAt: '2026-03-04T00:00:00+08:00',
      capacity: 2,
    });
    await app.sql.query(`insert into place (slot_id, number, channel) values ($1, 90, 'desk')`, [
      early.slotIds[0],
    ]);
    const slotId = early.slotIds[0]!;
    expect((await book({ slotId })).body.queueNumber).toBe(90);
    expect((await book({ slotId })).body.queueNumber).toBe(1);
    expect((await book({ slotId, channel: 'phone' })).body.queueNumber).toBe(2);
    expect((await book({ slotId, channel: 'phone' })).error?.code).toBe('SLOT_FULL');
  });

  it('repeated under the same key is one appointment', async () => {
    const options = {
      body: { slotId: clinic.slotIds[1]!, patientId: await aLocal(), channel: 'phone' },
      as: desk.as,
      idempotencyKey: randomUUID(),
    };
    const answers = await Promise.all([1, 2, 3].map(() => app.call('bookForPatient', options)));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const second = await app.call('bookForPatient', { ...options, idempotencyKey: randomUUID() });
    expect(second.error?.code).toBe('ALREADY_BOOKED');
  });

  it('ends at the own branch', async () => {
    const elsewhere = await signInStaff(app, {
      role: 'front-desk',
      branchId: (await aClinic(app)).branchId,
    });
    const mine = (await book()).body;
    const params = { appointmentId: mine.id };
    expect((await book({}, elsewhere.as)).error?.code).toBe('NOT_FOUND');
    const calls = [
      app.call('getAppointment', { params, as: elsewhere.as }),
      app.call('getAppointmentSlip', { params, as: elsewhere.as }),
      app.call('takeDeskPayment', { params, body: { method: 'cash' }, as: elsewhere.as }),
      app.call('cancelAppointment', { params, body: { reason: 'other' }, as: elsewhere.as }),
    ];
    for (const answer of await Promise.all(calls)) expect(answer.error?.code).toBe('NOT_FOUND');
    const list = await app.call('listAppointments', {
      query: { from: clinic.date, to: clinic.date },
      as: elsewhere.as,
    });
    expect(list.body.items).toEqual([]);
  });
});

describe('money at the desk', () => {
  it('is taken later, once', async () => {
    const { id } = (await book()).body;
    const take = () =>
      app.call('takeDeskPayment', {
        params: { appointmentId: id },
        body: { method: 'bank-card' },
        as: desk.as,
      });
    const answers = await Promise.all([take(), take()]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const paid = answers.find((answer) => answer.status === 200)!;
    expect(paid.body).toMatchObject({ feeState: 'paid', payment: { method: 'bank-card' } });
  });

  it('books a place that a patient holds', async () => {
    const account = await signInAccount(app);
    const patientId = await aPatient(app, { proxies: [account.accountId] });
    const held = await app.call('holdPlace', {
      body: { slotId: clinic.slotIds[2]!, patientId },
      as: account.as,
    });
    const taken = await app.call('takeDeskPayment', {
      params: { appointmentId: held.body.id },
      body: { method: 'cash' },
      as: desk.as,
    });
    expect(taken.body).toMatchObject({ status: 'booked', feeState: 'paid', holdExpiresAt: null });
    const params = { appointmentId: held.body.id };
    const online = await app.call('cancelMyAppointment', {
      params,
      body: { reason: 'other' },
      as: account.as,
    });
    expect(online.error?.code).toBe('INVALID_STATE');
    expect((await app.call('getMyAppointment', { params, as: account.as })).body.mayCancel).toBe(
      false,
    );
  });

  it('is handed back with the cancellation, also after the cut-off', async () => {
    const today = await aClinic(app, {
      branchId: clinic.branchId,
      date: '2026-03-03',
      startTime: '09:30',
    });
    const slotId = today.slotIds[0]!;
    const { id } = (await book({ slotId, payment: 'cash' })).body;
    const cancelled = await app.call('cancelAppointment', {
      params: { appointmentId: id },
      body: { reason: 'clinic-suspended', note: '医生临时停诊' },
      as: desk.as,
    });
    expect(cancelled.body).toMatchObject({
      status: 'cancelled',
      cancelledBy: 'staff',
      feeState: 'refunded',
      refund: { state: 'succeeded', amountFen: 2500 },
      mayCancel: false,
    });
    expect(cancelled.body.history.map((entry) => entry.what)).toEqual([
      '预约成功',
      '前台收费',
      '前台退费',
      '取消预约',
    ]);
    const { rows } = await app.sql.query(
      `select state from place where slot_id = $1 and number = 1`,
      [slotId],
    );
    expect(rows).toEqual([{ state: 'free' }]);
  });
});

describe('money from the till', () => {
  it('is not cancelled away by who cannot hand it out', async () => {
    const { id } = (await book({ payment: 'cash' })).body;
    const params = { appointmentId: id };
    const manager = await signInStaff(app, { role: 'manager', branchId: clinic.branchId });
    const cancel = (as: TestStaff['as']) =>
      app.call('cancelAppointment', { params, body: { reason: 'other' }, as });
    const seen = await app.call('getAppointment', { params, as: manager.as });
    expect(seen.body).toMatchObject({ status: 'booked', mayCancel: false });
    expect((await cancel(manager.as)).error).toMatchObject({
      code: 'FORBIDDEN',
      message: '已在前台缴费，请由前台取消并退费',
    });
    expect((await cancel(desk.as)).body).toMatchObject({
      status: 'cancelled',
      feeState: 'refunded',
    });
    // What is not paid yet is theirs to cancel.
    const unpaid = { appointmentId: (await book()).body.id };
    const body = { reason: 'other' as const };
    const done = await app.call('cancelAppointment', { params: unpaid, body, as: manager.as });
    expect(done.body).toMatchObject({ status: 'cancelled', mayCancel: false });
  });
});

describe('what staff see', () => {
  it('is masked for who may not see clear, and each look is recorded', async () => {
    const { id, patientId } = (await book()).body;
    const supervisor = await signInStaff(app, { role: 'president' });
    const params = { appointmentId: id };
    const seen = await app.call('getAppointment', { params, as: supervisor.as });
    expect(seen.body).toMatchObject({ patientName: '王*明', phoneMasked: '138****1234' });
    const slip = await app.call('getAppointmentSlip', { params, as: desk.as });
    expect(slip.body).toMatchObject({
      patientName: '王小明',
      patientAge: 45,
      printedBy: '周敏',
      feeState: 'pay-at-desk',
      location: '门诊 2 层',
    });
    const { rows } = await app.sql.query<{ action: string }>(
      `select action from audit_event where patient_id = $1 order by at, id`,
      [patientId],
    );
    expect(rows.map((row) => row.action)).toEqual([
      'appointment.create',
      'appointment.display',
      'appointment.print',
    ]);
  });

  it('is a day in pages and in numbers', async () => {
    const other = await aClinic(app, { date: '2026-03-09', capacity: 3 });
    const local = await signInStaff(app, { role: 'front-desk', branchId: other.branchId });
    const ids: string[] = [];
    for (const slotId of [...other.slotIds].reverse()) {
      const patientId = await aPatient(app, { branchId: other.branchId });
      const body = { slotId, patientId, channel: 'phone' };
      ids.unshift((await app.call('bookForPatient', { body, as: local.as })).body.id);
    }
    const day = { from: other.date, to: other.date, limit: 1 };
    const first = await app.call('listAppointments', { query: day, as: local.as });
    expect(first.body.items.map((item) => item.id)).toEqual([ids[0]]);
    const second = await app.call('listAppointments', {
      query: { ...day, cursor: first.body.nextCursor! },
      as: local.as,
    });
    expect(second.body.items.map((item) => item.id)).toEqual([ids[1]]);
    await app.call('cancelAppointment', {
      params: { appointmentId: ids[0]! },
      body: { reason: 'other' },
      as: local.as,
    });
    const summary = await app.call('getDaySummary', { query: { date: other.date }, as: local.as });
    expect(summary.body.departments).toMatchObject([
      { departmentId: other.departmentId, places: 6, booked: 1, cancelled: 1, pending: 0 },
    ]);
  });
});
