import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, testNow, type TestApp } from '../../../../test/support/app';
import { aClinic } from '../../../../test/support/clinic';
import { signInStaff } from '../../../../test/support/people';
import { steps, waitingRoom, type Wish } from '../../../../test/support/waiting';
import { ExpireHolds } from '../ending/expire-holds.job';
import { RunWaitlist } from './run-waitlist.job';

let app: TestApp;
const { aPerson, aFullClinic, join, joined, cancel, look, accept, decline, places } = waitingRoom(
  () => app,
);

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());
beforeEach(() => app.clock.set(testNow));

describe('joining', () => {
  it('shows the rank and leaves a receipt', async () => {
    const { slotId } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    const second = await joined({ kind: 'slot', slotId });
    expect(await look(first)).toMatchObject({ state: 'waiting', ahead: 0, target: 'slot' });
    expect(await look(second)).toMatchObject({ ahead: 1, receipts: [{ step: 'joined' }] });
  });

  it('the same key is one entry, the same wish is refused', async () => {
    const { slotId } = await aFullClinic();
    const person = await aPerson();
    const options = {
      body: { patientId: person.patientId, wish: { kind: 'slot', slotId } },
      as: person.as,
      idempotencyKey: randomUUID(),
    };
    const answers = await Promise.all([1, 2, 3].map(() => app.call('joinWaitlist', options)));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    const again = await join(person, { kind: 'slot', slotId });
    expect(again.error?.code).toBe('ALREADY_WAITING');
  });

  it('makes no sense while a place is free, the patient has the visit, or nothing is there', async () => {
    const clinic = await aClinic(app, { capacity: 1, slots: 2 });
    const person = await aPerson();
    const [slotId] = clinic.slotIds;
    const { doctorId, date } = clinic;
    const codes = async (wish: Wish) => (await join(person, wish)).error?.code;
    expect(await codes({ kind: 'slot', slotId: slotId! })).toBe('NOTHING_TO_WAIT_FOR');
    expect(await codes({ kind: 'doctor', doctorId })).toBe('NOTHING_TO_WAIT_FOR');
    expect(await codes({ kind: 'slot', slotId: randomUUID() })).toBe('NOT_FOUND');
    expect(await codes({ kind: 'half-day', doctorId, date: '2026-03-09', period: 'morning' })).toBe(
      'WAITLIST_CLOSED',
    );
    await app.call('bookPlace', { body: { slotId, patientId: person.patientId }, as: person.as });
    expect(await codes({ kind: 'half-day', doctorId, date, period: 'morning' })).toBe(
      'ALREADY_BOOKED',
    );
  });

  it('is closed before the release, after the cut-off, and above the limit', async () => {
    const later = await aClinic(app, { releaseAt: '2026-03-04T00:00:00+08:00' });
    const person = await aPerson();
    const early = await join(person, { kind: 'slot', slotId: later.slotIds[0]! });
    expect(early.error?.code).toBe('WAITLIST_CLOSED');
    const { slotId } = await aFullClinic();
    app.clock.set('2026-03-04T08:01:00+08:00');
    expect((await join(person, { kind: 'slot', slotId })).error?.code).toBe('WAITLIST_CLOSED');
    app.clock.set(testNow);
    for (let i = 0; i < 3; i++) {
      const full = await aFullClinic();
      expect((await join(person, { kind: 'slot', slotId: full.slotId })).status).toBe(200);
    }
    const fourth = await join(person, { kind: 'slot', slotId });
    expect(fourth.error).toMatchObject({
      code: 'WAITLIST_CLOSED',
      message: '同一就诊人最多同时候补 3 个',
    });
  });
});

describe('a place that comes free', () => {
  it('goes to who waits longest, and to nobody else until they answer', async () => {
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    const second = await joined({ kind: 'slot', slotId });
    await cancel(booked[0]!);
    expect(await places(slotId)).toEqual({ offered: 1 });
    const mine = await look(first);
    expect(mine).toMatchObject({ state: 'offered', ahead: 0, offer: { state: 'open', slotId } });
    expect(Date.parse(mine.offer!.expiresAt) - app.clock.now().getTime()).toBe(30 * 60_000);
    expect((await look(second)).state).toBe('waiting');
    const stranger = await aPerson();
    const body = { slotId, patientId: stranger.patientId };
    const taken = await app.call('bookPlace', { body, as: stranger.as });
    expect(taken.error?.code).toBe('SLOT_FULL');
  });

  it('is theirs once taken: held while they pay, under one key only once', async () => {
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    await cancel(booked[0]!);
    const offerId = (await look(first)).offer!.id;
    const key = randomUUID();
    const answers = await Promise.all([1, 2].map(() => accept(first, 'online', key, offerId)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(answers[0]!.body).toEqual(answers[1]!.body);
    const { id, hold } = answers[0]!.body;
    expect(answers[0]!.body).toMatchObject({ status: 'pending', feeState: 'unpaid', slotId });
    expect(Date.parse(hold!.expiresAt) - app.clock.now().getTime()).toBe(30 * 60_000);
    expect(await places(slotId)).toEqual({ held: 1 });
    expect(await look(first)).toMatchObject({ state: 'fulfilled', ahead: null, appointmentId: id });
    expect((await accept(first, 'online', randomUUID(), offerId)).error?.code).toBe(
      'OFFER_EXPIRED',
    );
    // Not paid in time: it goes on.
    const next = await joined({ kind: 'slot', slotId });
    app.clock.advance(31 * 60_000);
    await app.runJob(ExpireHolds);
    expect((await look(next)).state).toBe('offered');
  });

  it('may be booked to be paid at the desk', async () => {
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    await cancel(booked[0]!);
    const { body } = await accept(first, 'desk');
    expect(body).toMatchObject({ status: 'booked', feeState: 'pay-at-desk' });
    expect(await places(slotId)).toEqual({ sold: 1 });
    expect(steps(await look(first))).toEqual(['joined', 'offered', 'accepted']);
  });

  it('passed on or missed goes to the next, and at last to everybody', async () => {
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    const second = await joined({ kind: 'slot', slotId });
    await cancel(booked[0]!);
    expect((await decline(first)).body).toMatchObject({ state: 'waiting', offer: null });
    expect(await look(second)).toMatchObject({ state: 'offered' });
    app.clock.advance(31 * 60_000);
    await app.runJob(RunWaitlist);
    expect(steps(await look(second))).toEqual(['joined', 'offered', 'expired']);
    expect(await places(slotId)).toEqual({ free: 1 });
    // Both had the choice: the sweep does not ask them again.
    await app.runJob(RunWaitlist);
    expect(await places(slotId)).toEqual({ free: 1 });
    // Somebody takes it and gives it back: a new place, a new choice.
    const other = await aPerson();
    const body = { slotId, patientId: other.patientId };
    const { id } = (await app.call('bookPlace', { body, as: other.as })).body;
    await cancel({ ...other, appointmentId: id });
    expect((await look(first)).state).toBe('offered');
  });

  it('goes to everybody after the cut-off, and the entries end', async () => {
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    app.clock.set('2026-03-04T07:50:00+08:00');
    await app.call('cancelAppointment', {
      params: { appointmentId: booked[0]!.appointmentId },
      body: { reason: 'other' },
      as: (await signInStaff(app, { role: 'front-desk' })).as,
    });
    // Ten minutes before the cut-off: so long the offer stands.
    expect((await look(first)).offer?.expiresAt).toBe('2026-03-04T00:00:00.000Z');
    app.clock.set('2026-03-04T08:00:00+08:00');
    await app.runJob(RunWaitlist);
    expect(await places(slotId)).toEqual({ free: 1 });
    expect(await look(first)).toMatchObject({ state: 'ended', ahead: null });
  });

  it('is only offered to who can use it', async () => {
    const { clinic, slotId, booked } = await aFullClinic();
    const busy = await joined({ kind: 'slot', slotId });
    const locked = await joined({ kind: 'slot', slotId });
    const suspended = await joined({ kind: 'slot', slotId });
    await app.sql.query(
      `insert into patient_credit (patient_id, counted, suspended_until, updated_at) values ($1, 3, $2, $3)`,
      [suspended.patientId, '2026-04-01T00:00:00+08:00', testNow],
    );
    const third = await joined({
      kind: 'half-day',
      doctorId: clinic.doctorId,
      date: clinic.date,
      period: 'morning',
    });
    const other = await aClinic(app, {
      branchId: clinic.branchId,
      departmentId: clinic.departmentId,
    });
    await app.call('bookPlace', {
      body: { slotId: other.slotIds[0]!, patientId: busy.patientId },
      as: busy.as,
    });
    await app.sql.query(`update patient set locked_at = now() where id = $1`, [locked.patientId]);
    await cancel(booked[0]!);
    expect((await look(third)).state).toBe('offered');
    expect((await look(busy)).state).toBe('waiting');
    expect((await look(suspended)).state).toBe('waiting');
  });

  it('of any day will do for who waits for the doctor; it is swept up when it is released', async () => {
    const { clinic } = await aFullClinic();
    const { doctorId } = clinic;
    const waiting = await joined({ kind: 'doctor', doctorId });
    expect(await look(waiting)).toMatchObject({ from: '2026-03-03', to: '2026-03-16' });
    const later = await aClinic(app, {
      date: '2026-03-06',
      releaseAt: '2026-03-04T07:00:00+08:00',
    });
    for (const table of ['slot', 'roster']) {
      const column = table === 'slot' ? 'roster_id' : 'id';
      await app.sql.query(`update ${table} set doctor_id = $1 where ${column} = $2`, [
        doctorId,
        later.rosterId,
      ]);
    }
    await app.runJob(RunWaitlist);
    expect((await look(waiting)).state).toBe('waiting');
    app.clock.set('2026-03-04T07:00:00+08:00');
    await app.runJob(RunWaitlist);
    expect(await look(waiting)).toMatchObject({ state: 'offered', offer: { date: '2026-03-06' } });
    expect(await places(later.slotIds[0]!)).toEqual({ free: 4, offered: 1 });
  });

  it('at night gives until the morning', async () => {
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    app.clock.set('2026-03-03T23:30:00+08:00');
    await cancel(booked[0]!);
    expect((await look(first)).offer?.expiresAt).toBe('2026-03-03T23:30:00.000Z');
  });
});
