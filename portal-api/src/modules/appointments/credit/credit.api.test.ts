import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../../../test/support/app';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { CreditHospital, day, hour } from '../../../../test/support/credit';
import { signInAccount, type TestAccount, type TestStaff } from '../../../../test/support/people';
import { Settings, systemActor, UnitOfWork } from '../../../kernel';
import { CreditStanding } from './credit-standing';
import { MarkNoShows } from './mark-no-shows.job';

let hospital: CreditHospital;
let app: TestApp;
let account: TestAccount;
let manager: TestStaff;
let desk: TestStaff;
let branchId: string;
beforeAll(async () => {
  hospital = await CreditHospital.start();
  ({ app, account, manager, desk, branchId } = hospital);
});
afterAll(() => hospital?.close());

async function setRule(key: string, value: unknown): Promise<void> {
  const settings = await app.get(Settings);
  const version = (await settings.storedRows()).get(key)?.version ?? 0;
  await settings.change(systemActor('test'), key, value, '测试', version);
}

describe('a visit that nobody came to', () => {
  it('is a no-show once its clinic and the grace are over, and counts for the patient', async () => {
    const patientId = await hospital.newPatient();
    const { id } = await hospital.booked(patientId);
    app.clock.set(`${hospital.dayFrom(1)}T10:29:00+08:00`);
    await app.runJob(MarkNoShows);
    expect((await hospital.credit(patientId)).events).toEqual([]);
    // 09:00 and two slots of half an hour, and half an hour of grace.
    app.clock.set(`${hospital.today()}T10:30:00+08:00`);
    await app.runJob(MarkNoShows);
    const visit = await app.call('getMyAppointment', {
      as: account.as,
      params: { appointmentId: id },
    });
    expect(visit.body.status).toBe('noshow');
    const { counted, limit, windowDays, suspendedUntil, events } = await hospital.credit(patientId);
    expect({ counted, limit, windowDays, suspendedUntil }).toEqual({
      counted: 1,
      limit: 3,
      windowDays: 180,
      suspendedUntil: null,
    });
    expect(events).toMatchObject([
      { kind: 'no-show', appointmentId: id, isCounted: true, appeal: null },
    ]);
    expect(events[0]!.visitText).toMatch(/^\d+月\d+日 周. 上午 科室\w+ 李医生$/);
    await app.relay();
    const messages = await app.call('listMyMessages', { as: account.as });
    expect(messages.body.items[0]).toMatchObject({ kind: 'no-show-recorded' });
    expect(messages.body.items[0]!.body).toContain('180 天内共 1 次');
  });

  it('is marked once, however many workers look', async () => {
    const patientId = await hospital.newPatient();
    await hospital.booked(patientId);
    app.clock.set(`${hospital.dayFrom(1)}T12:00:00+08:00`);
    await Promise.all(Array.from({ length: 6 }, () => app.runJob(MarkNoShows)));
    expect((await hospital.credit(patientId)).counted).toBe(1);
  });

  it('is none when it was suspended, cancelled by the house, or the patient was there', async () => {
    const patientId = await hospital.newPatient();
    const suspended = await hospital.booked(patientId);
    await app.sql.query(`update appointment set is_suspended = true where id = $1`, [suspended.id]);
    const arrived = await hospital.booked(patientId);
    await app.sql.query(`update appointment set status = 'arrived' where id = $1`, [arrived.id]);
    const cancelled = await hospital.booked(patientId);
    const { status } = await app.call('cancelAppointment', {
      as: desk.as,
      params: { appointmentId: cancelled.id },
      body: { reason: 'other', note: '' },
    });
    expect(status).toBe(200);
    await hospital.theDayPasses();
    expect((await hospital.credit(patientId)).events).toEqual([]);
  });

  it('is closed without a mark when it lies weeks back', async () => {
    const patientId = await hospital.newPatient();
    const { id } = await hospital.booked(patientId);
    app.clock.advance(20 * day);
    await app.runJob(MarkNoShows);
    const { rows } = await app.sql.query(`select status from appointment where id = $1`, [id]);
    expect(rows).toEqual([{ status: 'noshow' }]);
    expect((await hospital.credit(patientId)).events).toEqual([]);
  });

  it('counts no more when its window is over', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 1);
    app.clock.advance(181 * day);
    expect(await hospital.credit(patientId)).toMatchObject({
      counted: 0,
      events: [{ isCounted: false }],
    });
  });
});

describe('a cancellation shortly before the visit', () => {
  it('counts only where the hospital says so', async () => {
    const patientId = await hospital.newPatient();
    const cancel = async (appointmentId: string) =>
      app.call('cancelMyAppointment', {
        as: account.as,
        params: { appointmentId },
        body: { reason: 'recovered', note: '' },
      });
    expect((await cancel((await hospital.booked(patientId)).id)).status).toBe(200);
    expect((await hospital.credit(patientId)).counted).toBe(0);
    await setRule('credit.lateCancelMinutes', 4320);
    await cancel((await hospital.booked(patientId)).id);
    await setRule('credit.lateCancelMinutes', 0);
    expect(await hospital.credit(patientId)).toMatchObject({
      counted: 1,
      events: [{ kind: 'late-cancel' }],
    });
  });
});

describe('a patient who reached the limit', () => {
  it('books nothing by the portal, whoever the account is, and still at the desk', async () => {
    const other = await signInAccount(app);
    const patientId = await aPatient(app, {
      proxies: [account.accountId, other.accountId],
      branchId,
    });
    const sibling = await hospital.newPatient();
    const kept = await hospital.booked(patientId, { date: hospital.dayFrom(9) });
    await hospital.missVisits(patientId, 3);
    const { suspendedUntil } = await hospital.credit(patientId);
    expect(Date.parse(suspendedUntil!) - app.clock.now().getTime()).toBe(90 * day);
    const clinic = await aClinic(app, { branchId, date: hospital.dayFrom(2) });
    const slotId = clinic.slotIds[0]!;
    for (const { as } of [account, other]) {
      for (const operation of ['holdPlace', 'bookPlace'] as const) {
        const answer = await app.call(operation, { as, body: { slotId, patientId } });
        expect(answer.error?.code).toBe('PATIENT_SUSPENDED');
        expect(answer.error?.message).toMatch(/到 2026年\d+月\d+日 周. 恢复/);
      }
    }
    const moved = await app.call('rescheduleMyAppointment', {
      as: other.as,
      params: { appointmentId: kept.id },
      body: { slotId },
    });
    expect(moved.error?.code).toBe('PATIENT_SUSPENDED');
    const waiting = await app.call('joinWaitlist', {
      as: other.as,
      body: { patientId, wish: { kind: 'slot', slotId } },
    });
    expect(waiting.error?.code).toBe('PATIENT_SUSPENDED');
    const mine = { as: account.as, body: { slotId, patientId: sibling } };
    expect((await app.call('bookPlace', mine)).status).toBe(200);
    const atDesk = { as: desk.as, body: { slotId, patientId, channel: 'desk' } };
    expect((await app.call('bookForPatient', atDesk)).status).toBe(200);
  });

  it('is refused at the desk as well where the hospital wants it', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 3);
    await setRule('credit.mayStaffBookSuspended', false);
    const { slotIds } = await aClinic(app, { branchId, date: hospital.dayFrom(2) });
    const body = { slotId: slotIds[0], patientId, channel: 'desk' };
    const answer = await app.call('bookForPatient', { as: desk.as, body });
    await setRule('credit.mayStaffBookSuspended', true);
    expect(answer.error?.code).toBe('PATIENT_SUSPENDED');
  });

  it('books again when the time is over', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 3);
    app.clock.advance(90 * day + hour);
    expect((await hospital.credit(patientId)).suspendedUntil).toBeNull();
    await hospital.booked(patientId);
  });

  it('books again when staff lift it, once; the next missed visit suspends anew', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 3);
    const lift = () =>
      app.call('liftCreditSuspension', {
        as: manager.as,
        params: { patientId },
        body: { reason: '化疗患者，情况特殊' },
      });
    const lifted = await Promise.all([lift(), lift(), lift()]);
    expect(lifted.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    await hospital.missVisits(patientId, 1);
    expect((await hospital.credit(patientId)).suspendedUntil).not.toBeNull();
  });

  it('marks that come at once add up to one standing', async () => {
    const patientId = await hospital.newPatient();
    await Promise.all(
      Array.from({ length: 5 }, () =>
        app.call('recordCreditEvent', {
          as: manager.as,
          params: { patientId },
          body: { kind: 'manual', reason: '多次占号不到' },
        }),
      ),
    );
    const { rows } = await app.sql.query(
      `select counted, suspended_until is not null as suspended from patient_credit where patient_id = $1`,
      [patientId],
    );
    expect(rows).toEqual([{ counted: 5, suspended: true }]);
  });
});

describe('forgiveness', () => {
  it('takes one mark or all of them, and what rested on them', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 3);
    const [event] = (await hospital.credit(patientId)).events;
    const forgive = (eventId?: string) =>
      app.call('recordCreditEvent', {
        as: manager.as,
        params: { patientId },
        body: { kind: 'amnesty', reason: '医院系统故障', ...(eventId ? { eventId } : {}) },
      });
    const one = await forgive(event!.id);
    expect(one.body).toMatchObject({ counted: 2, suspendedUntil: null });
    expect(one.body.events[0]).toMatchObject({ kind: 'amnesty', note: '医院系统故障' });
    expect((await forgive(event!.id)).error?.code).toBe('INVALID_STATE');
    expect((await forgive()).body.counted).toBe(0);
    expect((await forgive()).error?.code).toBe('INVALID_STATE');
    const { rows } = await app.sql.query(
      `select action, reason from audit_event where patient_id = $1 and action like 'credit.%' order by at`,
      [patientId],
    );
    expect(rows).toEqual([
      { action: 'credit.amnesty', reason: '医院系统故障' },
      { action: 'credit.amnesty', reason: '医院系统故障' },
    ]);
  });

  it('is for who may update credit, within their branch', async () => {
    const patientId = await hospital.newPatient();
    const elsewhere = await hospital.managerElsewhere();
    const request = { params: { patientId }, body: { kind: 'manual', reason: '测试' } };
    expect((await app.call('recordCreditEvent', { as: desk.as, ...request })).status).toBe(403);
    expect((await app.call('recordCreditEvent', { as: elsewhere.as, ...request })).status).toBe(
      404,
    );
    const look = { params: { patientId } };
    expect((await app.call('listPatientCredit', { as: desk.as, ...look })).status).toBe(200);
    expect((await app.call('listPatientCredit', { as: elsewhere.as, ...look })).status).toBe(404);
  });
});

it('the standing is worked out by one function, and holds what the marks say', async () => {
  const standing = await app.get(CreditStanding);
  const unitOfWork = await app.get(UnitOfWork);
  const { rows } = await app.sql.query<{ patient_id: string; suspended_until: Date | null }>(
    `select patient_id, suspended_until from patient_credit`,
  );
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) {
    const again = await unitOfWork.run((tx) => standing.recompute(tx, row.patient_id));
    expect(again.suspendedUntil).toEqual(row.suspended_until);
  }
});
