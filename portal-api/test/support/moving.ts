import { randomUUID } from 'node:crypto';
import type { ResponseOf } from '@suizhen/contract';
import { expect } from 'vitest';
import { ExpireHolds } from '../../src/modules/appointments/ending/expire-holds.job';
import { ExpireMoves } from '../../src/modules/appointments/rescheduling/expire-moves.job';
import { PollPayments } from '../../src/modules/payments/poll-payments.job';
import { PushRefunds } from '../../src/modules/payments/push-refunds.job';
import { aClinic, aPatient, type TestClinic } from './clinic';
import type { PayingApp } from './payments';
import { signInAccount, type TestAccount } from './people';

type Mine = ResponseOf<'getMyAppointment'>;

export interface Visit {
  account: TestAccount;
  patientId: string;
  id: string;
  clinic: TestClinic;
}

/** What tests of moved visits do all the time. */
export function movingVisits(paying: () => PayingApp) {
  /** A booked visit in the first slot of a clinic; a clinic of the same department with its own fee beside it. */
  async function aVisit(
    how: 'online' | 'desk',
    options: { feeFen?: number; otherFeeFen?: number; capacity?: number } = {},
  ): Promise<Visit & { other: TestClinic }> {
    const { app } = paying();
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
    const { status, body } = await paying().app.call('createPayment', {
      body: { appointmentId: visit.id, method: 'wechat-native' },
      as: visit.account.as,
      idempotencyKey: randomUUID(),
    });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  }

  async function pay(visit: Visit): Promise<void> {
    await paying().sim.orders.pay((await openPayment(visit)).paymentNo);
  }

  function move(visit: Visit, slotId: string, idempotencyKey: string = randomUUID()) {
    return paying().app.call('rescheduleMyAppointment', {
      params: { appointmentId: visit.id },
      body: { slotId },
      as: visit.account.as,
      idempotencyKey,
    });
  }

  async function now(visit: Visit): Promise<Mine> {
    const params = { appointmentId: visit.id };
    return (await paying().app.call('getMyAppointment', { params, as: visit.account.as })).body;
  }

  async function standing(visit: Visit) {
    const params = { appointmentId: visit.id };
    return (await paying().app.call('getMyReschedule', { params, as: visit.account.as })).body;
  }

  async function places(slotId: string): Promise<Record<string, number>> {
    const { rows } = await paying().app.sql.query<{ state: string; n: number }>(
      `select state, count(*)::int as n from place where slot_id = $1 group by state`,
      [slotId],
    );
    return Object.fromEntries(rows.map((row) => [row.state, row.n]));
  }

  async function money(visit: Visit): Promise<{ state: string; amount: number; back: number }[]> {
    const { rows } = await paying().app.sql.query<{ state: string; amount: number; back: number }>(
      `select state, amount_fen::float8 as amount, refunded_fen::float8 as back from payment_order
      where appointment_id = $1 order by created_at, id`,
      [visit.id],
    );
    return rows;
  }

  async function work(rounds = 4): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      for (const job of [ExpireHolds, ExpireMoves, PollPayments, PushRefunds]) {
        await paying().app.runJob(job);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
      paying().app.clock.advance(31_000);
    }
  }

  return { aVisit, openPayment, pay, move, now, standing, places, money, work };
}
