import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, testNow, type TestApp } from '../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../test/support/clinic';
import { deliveriesOf } from '../../../test/support/outgoing';
import { signInAccount, type TestAccount } from '../../../test/support/people';
import { Outbox, UnitOfWork, type DomainEvents, type EventName } from '../../kernel';
import { RemindVisits } from './remind-visits.job';

let app: TestApp;
let lastPhone = 13_400_000_000;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(() => app.clock.set(testNow));

interface Visit {
  id: string;
  patientId: string;
  phone: string;
  accounts: TestAccount[];
  clinic: TestClinic;
}

interface VisitOptions {
  date?: string;
  startTime?: string;
  status?: string;
  feeState?: string;
  bookedAt?: string;
  proxies?: number;
}

async function aVisit(options: VisitOptions = {}): Promise<Visit> {
  const accounts = await Promise.all(
    Array.from({ length: options.proxies ?? 2 }, () => signInAccount(app)),
  );
  const phone = String(++lastPhone);
  const proxies = accounts.map(({ accountId }) => accountId);
  const patientId = await aPatient(app, { name: '王小明', phone, proxies });
  const clinic = await aClinic(app, {
    date: options.date ?? '2026-03-04',
    startTime: options.startTime ?? '09:00',
  });
  const id = app.newId();
  const status = options.status ?? 'booked';
  const bookedAt = options.bookedAt ?? '2026-03-03T08:00:00+08:00';
  await app.sql.query(
    `insert into appointment (id, appointment_no, patient_id, channel, slot_id, place_number, doctor_id, department_id,
       branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen, fee_state, check_in_code,
       created_at, booked_at, cancelled_at, cancelled_by, cancel_reason)
     select $1::uuid, $1::text, $2, 'wechat', s.id, 7, s.doctor_id, s.department_id, s.branch_id, s.date, s.period,
       s.starts_at, s.ends_at, $4, $1::text, 2500, $5, $1::text, $6, $6,
       case when $4 = 'cancelled' then $6::timestamptz end, case when $4 = 'cancelled' then 'patient' end,
       case when $4 = 'cancelled' then 'recovered' end
       from slot s where s.id = $3`,
    [id, patientId, clinic.slotIds[0], status, options.feeState ?? 'paid', bookedAt],
  );
  return { id, patientId, phone, accounts, clinic };
}

async function tell<E extends EventName>(event: E, payload: DomainEvents[E]): Promise<void> {
  const outbox = await app.get(Outbox);
  const unitOfWork = await app.get(UnitOfWork);
  await unitOfWork.run((tx) => outbox.append(tx, event, payload));
  await app.relay();
}

const inboxOf = async (account: TestAccount | undefined) =>
  (await app.call('listMyMessages', { as: account?.as ?? {} })).body.items;
const remind = () => app.runJob(RemindVisits);
const reminders = async (visit: Visit) =>
  (await deliveriesOf(app, visit.phone)).filter(({ kind }) => kind === 'appointment-reminder');

describe('a booking', () => {
  it('is told to every account of the patient and by SMS to the phone on file, once', async () => {
    const visit = await aVisit();
    for (let repeat = 0; repeat < 3; repeat++) {
      await tell('appointment.booked', { appointmentId: visit.id });
    }
    for (const account of visit.accounts) {
      const messages = await inboxOf(account);
      expect(messages).toMatchObject([{ kind: 'appointment-booked', appointmentId: visit.id }]);
      expect(messages[0]?.body).toMatch(
        /^王\*明已预约3月4日 周三 上午 9:00 .*就诊序号 7，地点：.*门诊 2 层/,
      );
      expect(messages[0]?.body).toContain('请携带');
    }
    const sent = await deliveriesOf(app, visit.phone);
    expect(sent).toMatchObject([{ template: 'APPOINTMENT_BOOKED', channel: 'sms' }]);
    expect(sent[0]?.params).toMatchObject({ name: '王*明', number: '7', doctor: '李医生' });
    expect(JSON.stringify(sent[0]?.params)).not.toContain('王小明');
  });

  it('says that the fee is due at the desk when it is', async () => {
    const visit = await aVisit({ feeState: 'pay-at-desk' });
    await tell('appointment.booked', { appointmentId: visit.id });
    expect((await inboxOf(visit.accounts[0]))[0]?.body).toContain('挂号费请到院后在前台支付');
  });

  it('that was cancelled before its event came is not told any more', async () => {
    const visit = await aVisit({ status: 'cancelled' });
    await tell('appointment.booked', { appointmentId: visit.id });
    expect(await deliveriesOf(app, visit.phone)).toEqual([]);
  });

  it('is not told to an account that stopped acting for the patient', async () => {
    const visit = await aVisit();
    await app.sql.query(`update proxy set ended_at = now() where account_id = $1`, [
      visit.accounts[1]?.accountId,
    ]);
    await tell('appointment.booked', { appointmentId: visit.id });
    expect(await inboxOf(visit.accounts[0])).toHaveLength(1);
    expect(await inboxOf(visit.accounts[1])).toEqual([]);
  });
});

describe('a cancellation', () => {
  it('is told with the refund that follows, once', async () => {
    const visit = await aVisit({ status: 'cancelled', feeState: 'refunding' });
    const payload = { appointmentId: visit.id, isHold: false };
    await tell('appointment.cancelled', payload);
    await tell('appointment.cancelled', payload);
    expect(await inboxOf(visit.accounts[0])).toMatchObject([{ kind: 'appointment-cancelled' }]);
    expect((await inboxOf(visit.accounts[0]))[0]?.body).toContain('将原路退回');
    expect(await deliveriesOf(app, visit.phone)).toMatchObject([
      { template: 'APPOINTMENT_CANCELLED_REFUND' },
    ]);
  });

  it('of what was not paid speaks of no money; of a mere hold nothing is said', async () => {
    const unpaid = await aVisit({ status: 'cancelled', feeState: 'unpaid' });
    await tell('appointment.cancelled', { appointmentId: unpaid.id, isHold: false });
    expect((await inboxOf(unpaid.accounts[0]))[0]?.body).not.toContain('退');
    const lapsed = await aVisit({ status: 'cancelled', feeState: 'unpaid' });
    await tell('appointment.cancelled', { appointmentId: lapsed.id, isHold: true });
    expect(await deliveriesOf(app, lapsed.phone)).toEqual([]);
  });
});

describe('money', () => {
  it('that came in and that went back is told, once each, in yuan', async () => {
    const visit = await aVisit();
    const paymentId = app.newId();
    const refundId = app.newId();
    const now = app.clock.now();
    await app.sql.query(
      `insert into payment_order (id, payment_no, appointment_id, patient_id, method, state, amount_fen, description,
         created_at, expires_at, paid_at)
       values ($1::uuid, $1::text, $2, $3, 'wechat-jsapi', 'paid', 2505, '挂号费', $4, $4, $4)`,
      [paymentId, visit.id, visit.patientId, now],
    );
    await app.sql.query(
      `insert into refund (id, refund_no, payment_id, amount_fen, reason, state, requested_at)
       values ($1::uuid, $1::text, $2, 2505, '患者取消', 'succeeded', $3)`,
      [refundId, paymentId, now],
    );
    const ids = { paymentId, appointmentId: visit.id };
    for (let repeat = 0; repeat < 2; repeat++) {
      await tell('payment.succeeded', ids);
      await tell('refund.succeeded', { ...ids, refundId });
    }
    const messages = await inboxOf(visit.accounts[0]);
    expect(messages.map(({ kind }) => kind).sort()).toEqual([
      'payment-received',
      'refund-completed',
    ]);
    expect(messages.every(({ body }) => body.includes('25.05 元'))).toBe(true);
    expect((await deliveriesOf(app, visit.phone)).map(({ template }) => template).sort()).toEqual([
      'PAYMENT_RECEIVED',
      'REFUND_COMPLETED',
    ]);
  });
});

describe('the reminder of the day before', () => {
  it('comes at the set hour, once, though several workers look at once', async () => {
    const visit = await aVisit();
    app.clock.set('2026-03-03T17:59:00+08:00');
    await remind();
    expect(await reminders(visit)).toEqual([]);
    app.clock.set('2026-03-03T18:00:00+08:00');
    await Promise.all([remind(), remind(), remind()]);
    expect(await remind()).toBe(0);
    expect(await reminders(visit)).toMatchObject([{ template: 'APPOINTMENT_REMINDER' }]);
    const messages = await inboxOf(visit.accounts[0]);
    expect(messages).toMatchObject([{ kind: 'appointment-reminder', title: '就诊提醒' }]);
    expect(messages[0]?.body).toContain('3月4日 周三 上午 9:00');
  });

  it('does not come for cancelled visits, later days, or bookings made after the hour', async () => {
    const cancelled = await aVisit({ status: 'cancelled' });
    const later = await aVisit({ date: '2026-03-05' });
    const late = await aVisit({ bookedAt: '2026-03-03T18:30:00+08:00' });
    app.clock.set('2026-03-03T19:00:00+08:00');
    await remind();
    for (const visit of [cancelled, later, late]) expect(await reminders(visit)).toEqual([]);
  });

  it('is made up for after the clock jumped, until the visit begins', async () => {
    const nine = await aVisit({ date: '2026-03-06', bookedAt: '2026-03-03T08:00:00+08:00' });
    const eleven = await aVisit({ date: '2026-03-06', startTime: '11:00' });
    app.clock.set('2026-03-06T09:30:00+08:00');
    await remind();
    expect(await reminders(nine)).toEqual([]);
    expect(await reminders(eleven)).toHaveLength(1);
    app.clock.set('2026-03-06T10:00:00+08:00');
    await remind();
    expect(await reminders(eleven)).toHaveLength(1);
  });

  it('comes at the hour that the hospital sets', async () => {
    await app.sql.query(
      `insert into setting (key, value, version, updated_at, updated_by_name)
       values ('messages.reminderTime', '"12:30"', 1, now(), 'test')`,
    );
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const visit = await aVisit();
    app.clock.set('2026-03-03T12:30:00+08:00');
    await remind();
    expect(await reminders(visit)).toHaveLength(1);
  });
});
