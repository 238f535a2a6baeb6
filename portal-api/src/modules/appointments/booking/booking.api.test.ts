import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { signInAccount, type TestAccount } from '../../../../test/support/people';
import { ExpireHolds } from '../ending/expire-holds.job';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

interface Booker extends TestAccount {
  patientId: string;
}

async function aBooker(): Promise<Booker> {
  const account = await signInAccount(app);
  return { ...account, patientId: await aPatient(app, { proxies: [account.accountId] }) };
}

async function placesOf(slotId: string): Promise<Record<string, number>> {
  const { rows } = await app.sql.query<{ state: string; n: number }>(
    `select state, count(*)::int as n from place where slot_id = $1 group by state`,
    [slotId],
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}

function book(booker: Booker, slotId: string, idempotencyKey?: string) {
  return app.call('bookPlace', {
    body: { slotId, patientId: booker.patientId },
    as: booker.as,
    ...(idempotencyKey ? { idempotencyKey } : {}),
  });
}

function hold(booker: Booker, slotId: string, idempotencyKey?: string) {
  return app.call('holdPlace', {
    body: { slotId, patientId: booker.patientId },
    as: booker.as,
    ...(idempotencyKey ? { idempotencyKey } : {}),
  });
}

describe('booking a place', () => {
  it('takes the lowest number, with everything that belongs to it', async () => {
    const { slotIds } = await aClinic(app);
    const booker = await aBooker();
    const { status, body } = await book(booker, slotIds[0]!);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'booked',
      queueNumber: 1,
      feeState: 'pay-at-desk',
      feeFen: 2500,
      mayCancel: true,
      hold: null,
      location: '门诊 2 层',
      patientName: '王小明',
    });
    expect(body.checkInCode).toMatch(/^[2-9A-Z]{10}$/);
    expect(body.appointmentNo).toMatch(/^260303\d{6}$/);
    const { rows } = await app.sql.query<{ audit: number; outbox: number }>(
      `select (select count(*)::int from audit_event where resource_id = $1 and action = 'appointment.create') as audit,
         (select count(*)::int from outbox where payload ->> 'appointmentId' = $1 and event = 'appointment.booked') as outbox`,
      [body.id],
    );
    expect(rows[0]).toEqual({ audit: 1, outbox: 1 });
    const found = await app.call('getMyAppointment', {
      params: { appointmentId: body.id },
      as: booker.as,
    });
    expect(found.body).toEqual(body);
  });

  it('says why not', async () => {
    const booker = await aBooker();
    const stranger = await aBooker();
    const clinic = await aClinic(app, { capacity: 1, slots: 3 });
    const notReleased = await aClinic(app, { releaseAt: '2026-03-03T12:00:00+08:00' });
    const tooFar = await aClinic(app, { date: '2026-03-17' });
    const over = await aClinic(app, { date: '2026-03-03', startTime: '08:00' });
    const closed = await aClinic(app);
    await app.sql.query(`update slot set is_closed = true where id = $1`, [closed.slotIds[0]]);
    const codeOf = async (who: Booker, slotId: string) => (await book(who, slotId)).error?.code;

    expect(await codeOf(booker, notReleased.slotIds[0]!)).toBe('SLOT_NOT_OPEN');
    expect(await codeOf(booker, tooFar.slotIds[0]!)).toBe('SLOT_NOT_OPEN');
    expect(await codeOf(booker, over.slotIds[0]!)).toBe('SLOT_NOT_OPEN');
    expect(await codeOf(booker, closed.slotIds[0]!)).toBe('SLOT_NOT_OPEN');
    expect(await codeOf(booker, randomUUID())).toBe('NOT_FOUND');
    expect(await codeOf({ ...booker, patientId: stranger.patientId }, clinic.slotIds[0]!)).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(booker, clinic.slotIds[0]!)).toBeUndefined();
    expect(await codeOf(booker, clinic.slotIds[1]!)).toBe('ALREADY_BOOKED');
    expect(await codeOf(stranger, clinic.slotIds[0]!)).toBe('SLOT_FULL');
    // The refused ones took nothing.
    expect(await placesOf(clinic.slotIds[1]!)).toEqual({ free: 1 });
    await app.sql.query(`update patient set locked_at = now() where id = $1`, [stranger.patientId]);
    expect(await codeOf(stranger, clinic.slotIds[2]!)).toBe('PATIENT_LOCKED');
  });

  it('books a slot without a fee at once, also when a hold was asked for', async () => {
    const { slotIds } = await aClinic(app, { feeFen: 0 });
    const held = await hold(await aBooker(), slotIds[0]!);
    expect(held.body).toMatchObject({ status: 'booked', feeState: 'free', hold: null });
    const booked = await book(await aBooker(), slotIds[0]!);
    expect(booked.body).toMatchObject({ status: 'booked', feeState: 'free', queueNumber: 2 });
  });

  it('sells exactly the places there are to a crowd, and the last one when it comes back', async () => {
    const { slotIds } = await aClinic(app, { capacity: 20 });
    const slotId = slotIds[0]!;
    const crowd = await Promise.all(Array.from({ length: 60 }, aBooker));
    const answers = await Promise.all(crowd.map((booker) => book(booker, slotId)));
    const booked = answers.filter((answer) => answer.status === 200);
    expect(booked).toHaveLength(20);
    expect(new Set(booked.map((answer) => answer.body.queueNumber)).size).toBe(20);
    expect(answers.filter((answer) => answer.error?.code === 'SLOT_FULL')).toHaveLength(40);
    expect(await placesOf(slotId)).toEqual({ sold: 20 });

    const winner = crowd[answers.findIndex((answer) => answer.status === 200)]!;
    const mine = answers[crowd.indexOf(winner)]!.body;
    const cancelled = await app.call('cancelMyAppointment', {
      params: { appointmentId: mine.id },
      body: { reason: 'recovered' },
      as: winner.as,
    });
    expect(cancelled.body).toMatchObject({ status: 'cancelled', cancelledBy: 'patient' });
    const next = await book(await aBooker(), slotId);
    expect(next.body.queueNumber).toBe(mine.queueNumber);
    expect((await book(await aBooker(), slotId)).error?.code).toBe('SLOT_FULL');
  });
});

describe('the same request again', () => {
  it.each([
    ['bookPlace', book],
    ['holdPlace', hold],
  ] as const)('%s: five at once are one appointment and one body', async (_, operation) => {
    const { slotIds } = await aClinic(app);
    const booker = await aBooker();
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => operation(booker, slotIds[0]!, key)),
    );
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    for (const answer of answers) expect(answer.body).toEqual(answers[0]!.body);
    const { rows } = await app.sql.query(`select 1 from appointment where patient_id = $1`, [
      booker.patientId,
    ]);
    expect(rows).toHaveLength(1);
    const later = await operation(booker, slotIds[0]!, key);
    expect(later.body).toEqual(answers[0]!.body);
  });

  it('gets its appointment also when the slot has filled up meanwhile', async () => {
    const { slotIds } = await aClinic(app, { capacity: 1 });
    const booker = await aBooker();
    const key = randomUUID();
    const first = await book(booker, slotIds[0]!, key);
    expect((await book(await aBooker(), slotIds[0]!)).error?.code).toBe('SLOT_FULL');
    expect((await book(booker, slotIds[0]!, key)).body).toEqual(first.body);
  });

  it('is refused with another body or as another operation', async () => {
    const { slotIds } = await aClinic(app);
    const booker = await aBooker();
    const key = randomUUID();
    await book(booker, slotIds[0]!, key);
    expect((await book(booker, slotIds[1]!, key)).error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await hold(booker, slotIds[0]!, key)).error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await placesOf(slotIds[1]!)).toEqual({ free: 5 });
  });
});

describe('a held place', () => {
  it('comes back when its time is over, and a late choice is refused', async () => {
    const { slotIds } = await aClinic(app, { capacity: 1 });
    const booker = await aBooker();
    const { body } = await hold(booker, slotIds[0]!);
    expect(body).toMatchObject({ status: 'pending', feeState: 'unpaid', checkInCode: null });
    expect(body.hold?.expiresAt).toBe('2026-03-03T01:10:00.000Z');
    expect(await placesOf(slotIds[0]!)).toEqual({ held: 1 });
    expect(await app.runJob(ExpireHolds)).toBe(0);

    app.clock.advance(10 * 60_000);
    const params = { appointmentId: body.id };
    const late = await app.call('chooseDeskPayment', { params, as: booker.as });
    expect(late.error?.code).toBe('HOLD_EXPIRED');
    expect(await app.runJob(ExpireHolds)).toBeGreaterThan(0);
    expect(await placesOf(slotIds[0]!)).toEqual({ free: 1 });
    const ended = await app.call('getMyAppointment', { params, as: booker.as });
    expect(ended.body).toMatchObject({ status: 'cancelled', cancelledBy: 'system', hold: null });
    expect((await book(await aBooker(), slotIds[0]!)).status).toBe(200);
  });

  it('is given back by the patient, once', async () => {
    const { slotIds } = await aClinic(app, { capacity: 1 });
    const booker = await aBooker();
    const { body } = await hold(booker, slotIds[0]!);
    const release = (as: Booker['as']) =>
      app.call('releaseHold', { params: { holdId: body.hold!.id }, as });
    expect((await release((await aBooker()).as)).error?.code).toBe('NOT_FOUND');
    expect((await release(booker.as)).status).toBe(204);
    expect((await release(booker.as)).error?.code).toBe('INVALID_STATE');
    expect(await placesOf(slotIds[0]!)).toEqual({ free: 1 });
  });

  it('is booked when the patient chooses to pay at the desk', async () => {
    const { slotIds } = await aClinic(app);
    const booker = await aBooker();
    const { body } = await hold(booker, slotIds[0]!);
    const chosen = await app.call('chooseDeskPayment', {
      params: { appointmentId: body.id },
      as: booker.as,
    });
    expect(chosen.body).toMatchObject({ status: 'booked', feeState: 'pay-at-desk', hold: null });
    expect((await placesOf(slotIds[0]!))['sold']).toBe(1);
  });
});

describe('my appointments', () => {
  it('are listed page by page, those to come and those that are over', async () => {
    const booker = await aBooker();
    const ids: string[] = [];
    for (const date of ['2026-03-05', '2026-03-06', '2026-03-07']) {
      const { slotIds } = await aClinic(app, { date });
      ids.push((await book(booker, slotIds[0]!)).body.id);
    }
    const list = (query: Record<string, string | number>) =>
      app.call('listMyAppointments', { query, as: booker.as });
    const first = await list({ limit: 2 });
    expect(first.body.items.map((item) => item.id)).toEqual(ids.slice(0, 2));
    const second = await list({ limit: 2, cursor: first.body.nextCursor! });
    expect(second.body.items.map((item) => item.id)).toEqual(ids.slice(2));
    expect(second.body.nextCursor).toBeNull();
    await app.call('cancelMyAppointment', {
      params: { appointmentId: ids[1]! },
      body: { reason: 'other' },
      as: booker.as,
    });
    expect((await list({ when: 'past' })).body.items.map((item) => item.id)).toEqual([ids[1]]);
    expect((await list({ cursor: 'x' })).status).toBe(422);
  });

  it('cannot be cancelled online after the cut-off', async () => {
    const { slotIds } = await aClinic(app, { date: '2026-03-03', startTime: '10:30' });
    const booker = await aBooker();
    const { body } = await book(booker, slotIds[0]!);
    expect(body.mayCancel).toBe(false);
    const refused = await app.call('cancelMyAppointment', {
      params: { appointmentId: body.id },
      body: { reason: 'other' },
      as: booker.as,
    });
    expect(refused.error?.code).toBe('CANCEL_CUTOFF_PASSED');
  });
});
