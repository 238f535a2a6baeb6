import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { FhirHospital } from '../../../../test/support/fhir-hospital';
import { startPayingApp, type PayingApp } from '../../../../test/support/payments';
import { signInAccount, type TestAccount } from '../../../../test/support/people';
import { PushRefunds } from '../../payments/push-refunds.job';
import { EndUnconfirmed } from './end-unconfirmed.job';

let paying: PayingApp;
let hospital: FhirHospital;
let account: TestAccount;

beforeAll(async () => {
  paying = await startPayingApp();
  hospital = await FhirHospital.start(paying.app);
});
afterAll(async () => {
  await hospital?.close();
  await paying?.close();
});
beforeEach(async () => {
  await hospital.newBranch();
  hospital.roster({ times: 1, atOnce: 2 });
  await hospital.fetch();
  account = await signInAccount(paying.app);
});

async function aHold(): Promise<string> {
  const { app } = paying;
  const { rows } = await app.sql.query<{ id: string }>(`select id from slot where doctor_id = $1`, [
    hospital.doctorId,
  ]);
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const held = await app.call('holdPlace', {
    as: account.as,
    body: { slotId: rows[0]!.id, patientId },
  });
  expect(held.error ?? held.status).toBe(200);
  return held.body.id;
}

const pay = (appointmentId: string) =>
  paying.app.call('createPayment', {
    as: account.as,
    body: { appointmentId, method: 'wechat-native' },
  });

async function standing(appointmentId: string) {
  const { rows } = await paying.app.sql.query<{
    status: string;
    fee_state: string;
    cancel_reason: string | null;
    payments: number;
  }>(
    `select status, fee_state, cancel_reason,
       (select count(*)::int from payment_order p where p.appointment_id = a.id) as payments
       from appointment a where id = $1`,
    [appointmentId],
  );
  return rows[0]!;
}

const there = () => hospital.appointments().map(({ status }) => status);

describe('numbers of the simulated hospital, over HTTP', () => {
  it('are locked, paid for and confirmed; the hospital shows the patient as booked', async () => {
    const id = await aHold();
    expect(hospital.slotStates()).toEqual(['free', 'free']);
    const { status, body } = await pay(id);
    expect(status).toBe(200);
    expect(there()).toEqual(['pending']);
    expect(hospital.slotStates()).toEqual(['busy-tentative', 'free']);
    await paying.sim.orders.pay(body.paymentNo);
    await hospital.tell();
    expect(await standing(id)).toMatchObject({ status: 'booked', fee_state: 'paid' });
    expect(there()).toEqual(['booked']);
    expect(hospital.slotStates()).toEqual(['busy', 'free']);
  });

  it('an answer that was lost is asked for: one lock, however often one tries', async () => {
    const id = await aHold();
    hospital.sim.faults.set({
      simulator: 'his',
      kind: 'drop',
      match: 'create Appointment',
      count: 1,
    });
    expect((await pay(id)).error?.code).toBe('PROVIDER_UNAVAILABLE');
    expect(await standing(id)).toMatchObject({ status: 'pending', payments: 0 });
    await hospital.due();
    expect((await pay(id)).status).toBe(200);
    expect(there()).toEqual(['pending']);
    expect(hospital.slotStates()).toEqual(['busy-tentative', 'free']);
  });

  it('one that was sold there a moment before is not sold here, and nobody pays', async () => {
    const id = await aHold();
    for (const slot of hospital.sim.store.list('Slot')) {
      hospital.change('Slot', slot.id, { status: 'busy' });
    }
    expect((await pay(id)).error?.code).toBe('SLOT_FULL');
    expect(await standing(id)).toMatchObject({
      status: 'cancelled',
      cancel_reason: 'number-refused',
      payments: 0,
    });
    await hospital.tell();
    expect(there().filter((status) => status !== 'cancelled')).toEqual([]);
  });

  it('a refusal stands also where one wanted to pay at the desk, under a key', async () => {
    const id = await aHold();
    for (const slot of hospital.sim.store.list('Slot')) {
      hospital.change('Slot', slot.id, { status: 'busy' });
    }
    const { error } = await paying.app.call('chooseDeskPayment', {
      as: account.as,
      params: { appointmentId: id },
      idempotencyKey: randomUUID(),
    });
    expect(error?.code).toBe('SLOT_FULL');
    expect(await standing(id)).toMatchObject({
      status: 'cancelled',
      cancel_reason: 'number-refused',
    });
  });

  it('a confirmation that is refused after payment gives the money back', async () => {
    const id = await aHold();
    const { body } = await pay(id);
    await paying.sim.orders.pay(body.paymentNo);
    hospital.sim.faults.set({
      simulator: 'his',
      kind: 'error',
      match: 'update Appointment',
      status: 422,
      count: 1,
    });
    await hospital.tell();
    await paying.app.runJob(PushRefunds);
    expect(await standing(id)).toMatchObject({
      status: 'cancelled',
      cancel_reason: 'number-refused',
      fee_state: expect.stringMatching(/refund/) as string,
    });
    await hospital.tell();
    expect(there()).toEqual(['cancelled']);
    expect(hospital.slotStates()).toEqual(['free', 'free']);
  });

  it('a lock that lapsed is taken again while there is a number, else the money goes back', async () => {
    for (const isSold of [false, true]) {
      const id = await aHold();
      const { body } = await pay(id);
      await paying.sim.orders.pay(body.paymentNo);
      paying.app.clock.advance(16 * 60_000);
      if (isSold) {
        for (const slot of hospital.sim.store.list('Slot')) {
          hospital.change('Slot', slot.id, { status: 'busy' });
        }
        const mine = hospital.appointments().find(({ status }) => status === 'pending')!;
        hospital.change('Appointment', mine.id, { status: 'cancelled', slot: [] });
      }
      await hospital.tell();
      expect(await standing(id)).toMatchObject({ status: isSold ? 'cancelled' : 'booked' });
    }
  });

  it('a confirmation whose answer is lost is asked for, and stands once', async () => {
    const id = await aHold();
    const { body } = await pay(id);
    await paying.sim.orders.pay(body.paymentNo);
    hospital.sim.faults.set({
      simulator: 'his',
      kind: 'drop',
      match: 'update Appointment',
      count: 1,
    });
    await hospital.tell();
    await hospital.tell();
    expect(there()).toEqual(['booked']);
    expect(await standing(id)).toMatchObject({ status: 'booked', fee_state: 'paid' });
    expect(await paying.app.runJob(EndUnconfirmed)).toBe(0);
  });

  it('while it is down or hangs the patient is told at once, and nothing is half done', async () => {
    const id = await aHold();
    hospital.sim.actions.setDown(true);
    expect((await pay(id)).error?.code).toBe('PROVIDER_UNAVAILABLE');
    hospital.sim.actions.setDown(false);
    hospital.sim.faults.set({ simulator: 'his', kind: 'delay', value: 9_000, count: 1 });
    await hospital.due();
    expect((await pay(id)).error?.code).toBe('PROVIDER_UNAVAILABLE');
    expect(there()).toEqual([]);
    expect(await standing(id)).toMatchObject({
      status: 'pending',
      fee_state: 'unpaid',
      payments: 0,
    });
    await expect.poll(() => there(), { timeout: 15_000 }).toEqual(['pending']);
    expect((await pay(id)).status).toBe(200);
    expect(there()).toEqual(['pending']);
  }, 30_000);

  it('paid and never confirmed goes back, and what arrived after all is cancelled there', async () => {
    const id = await aHold();
    const { body } = await pay(id);
    await paying.sim.orders.pay(body.paymentNo);
    hospital.sim.actions.setDown(true);
    await hospital.tell();
    paying.app.clock.advance(31 * 60_000);
    await hospital.due();
    expect(await paying.app.runJob(EndUnconfirmed)).toBe(1);
    await paying.app.relay();
    await paying.app.runJob(PushRefunds);
    expect(await standing(id)).toMatchObject({ status: 'cancelled' });
    hospital.sim.actions.setDown(false);
    await hospital.tell();
    expect(there()).toEqual(['cancelled']);
    expect(hospital.slotStates()).toEqual(['free', 'free']);
  });
});

describe('a clinic that was made here, which the hospital knows nothing of', () => {
  const date = '2026-03-05';

  /** Of the same doctor, on the day after the one that the hospital told. */
  async function ofOurs() {
    const { app } = paying;
    const made = await aClinic(app, {
      ...{ date, slots: 1, capacity: 2, branchId: hospital.branchId },
      departmentId: hospital.departmentId,
    });
    for (const table of ['roster', 'slot']) {
      await app.sql.query(`update ${table} set doctor_id = $2 where doctor_id = $1`, [
        made.doctorId,
        hospital.doctorId,
      ]);
    }
    return made.slotIds[0]!;
  }

  const slots = async (day: string) =>
    (
      await paying.app.call('listDoctorSlots', {
        params: { doctorId: hospital.doctorId },
        query: { date: day },
      })
    ).body.items;
  const days = async () => {
    const { body } = await paying.app.call('listDoctorDays', {
      params: { doctorId: hospital.doctorId },
    });
    return Object.fromEntries(body.items.map((day) => [day.date, day.state]));
  };

  it('is shown as not to be had online, and the one that was told as before', async () => {
    const slotId = await ofOurs();
    expect(await slots(date)).toMatchObject([
      { id: slotId, isOpen: false, isOnline: false, remaining: 0, opensAt: null },
    ]);
    expect(await slots('2026-03-04')).toMatchObject([
      { isOpen: true, isOnline: true, remaining: 2 },
    ]);
    expect(await days()).toMatchObject({ '2026-03-04': 'available', [date]: 'none' });
    const [told] = await slots('2026-03-04');
    const near = await paying.app.call('listAlternativeSlots', { params: { slotId: told!.id } });
    expect(near.body.items).toEqual([]);
  });

  it('is had as ever where the portal owns the numbers', async () => {
    await hospital.own([]);
    await ofOurs();
    expect(await slots(date)).toMatchObject([{ isOpen: true, isOnline: true, remaining: 2 }]);
    expect(await days()).toMatchObject({ [date]: 'available' });
  });

  it('is refused with the reason, and closes nothing', async () => {
    const slotId = await ofOurs();
    const { app } = paying;
    const patientId = await aPatient(app, { proxies: [account.accountId] });
    const held = await app.call('holdPlace', { as: account.as, body: { slotId, patientId } });
    expect((await pay(held.body.id)).error?.code).toBe('INVALID_STATE');
    const { rows } = await app.sql.query<{ state: string; title: string; free: number }>(
      `select state, title,
         (select count(*)::int from place where slot_id = $2 and state = 'free') as free
         from sync_conflict where system_id = $1`,
      [hospital.systemId, slotId],
    );
    expect(rows).toEqual([
      { state: 'open', title: '患者约不上：医院系统没有这次出诊的号源', free: 2 },
    ]);
  });
});
