import { randomUUID } from 'node:crypto';
import type { ResponseOf } from '@suizhen/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, testNow, type TestApp } from '../../../../test/support/app';
import {
  aClinic,
  aPatient,
  type ClinicOptions,
  type TestClinic,
} from '../../../../test/support/clinic';
import { signInAccount, signInStaff, type TestAccount } from '../../../../test/support/people';
import { Settings, systemActor } from '../../../kernel';
import { ExpireHolds } from '../ending/expire-holds.job';
import { RunWaitlist } from './run-waitlist.job';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());
beforeEach(() => app.clock.set(testNow));

type Mine = ResponseOf<'getMyWaitlistEntry'>;

interface Person extends TestAccount {
  patientId: string;
}

interface Booked extends Person {
  appointmentId: string;
}

async function aPerson(branchId?: string): Promise<Person> {
  const account = await signInAccount(app);
  const patientId = await aPatient(app, {
    proxies: [account.accountId],
    ...(branchId ? { branchId } : {}),
  });
  return { ...account, patientId };
}

/** A clinic whose first slot is taken by so many. */
async function aFullClinic(
  options: ClinicOptions = {},
): Promise<{ clinic: TestClinic; slotId: string; booked: Booked[] }> {
  const clinic = await aClinic(app, { capacity: 1, slots: 1, ...options });
  const slotId = clinic.slotIds[0]!;
  const booked: Booked[] = [];
  for (let i = 0; i < (options.capacity ?? 1); i++) {
    const person = await aPerson();
    const answer = await app.call('bookPlace', {
      body: { slotId, patientId: person.patientId },
      as: person.as,
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    booked.push({ ...person, appointmentId: answer.body.id });
  }
  return { clinic, slotId, booked };
}

type Wish = Parameters<typeof join>[1];

function join(
  person: Person,
  wish:
    | { kind: 'slot'; slotId: string }
    | { kind: 'half-day'; doctorId: string; date: string; period: 'morning' }
    | { kind: 'doctor'; doctorId: string; from?: string; to?: string },
) {
  const body = { patientId: person.patientId, wish };
  return app.call('joinWaitlist', { body, as: person.as, idempotencyKey: randomUUID() });
}

async function joined(wish: Wish): Promise<Person & { entryId: string }> {
  app.clock.advance(1_000);
  const person = await aPerson();
  const answer = await join(person, wish);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { ...person, entryId: answer.body.id };
}

function cancel(visit: Booked) {
  return app.call('cancelMyAppointment', {
    params: { appointmentId: visit.appointmentId },
    body: { reason: 'other' },
    as: visit.as,
  });
}

async function look(who: Person & { entryId: string }): Promise<Mine> {
  const params = { entryId: who.entryId };
  return (await app.call('getMyWaitlistEntry', { params, as: who.as })).body;
}

async function accept(
  who: Person & { entryId: string },
  pay: 'online' | 'desk' = 'online',
  idempotencyKey: string = randomUUID(),
  offerId?: string,
) {
  return app.call('acceptWaitlistOffer', {
    params: { entryId: who.entryId },
    body: { offerId: offerId ?? (await look(who)).offer?.id ?? randomUUID(), pay },
    as: who.as,
    idempotencyKey,
  });
}

async function decline(who: Person & { entryId: string }) {
  return app.call('declineWaitlistOffer', {
    params: { entryId: who.entryId },
    body: { offerId: (await look(who)).offer?.id ?? randomUUID() },
    as: who.as,
  });
}

async function places(slotId: string): Promise<Record<string, number>> {
  const { rows } = await app.sql.query<{ state: string; n: number }>(
    `select state, count(*)::int as n from place where slot_id = $1 group by state`,
    [slotId],
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}

async function put(key: string, value: unknown): Promise<void> {
  const settings = await app.get(Settings);
  const version = (await settings.storedRows()).get(key)?.version ?? 0;
  await settings.change(systemActor('test'), key, value, '测试', version);
}

const steps = (entry: Mine) => entry.receipts.map((receipt) => receipt.step);

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

describe('leaving', () => {
  it('hands an open offer to the next', async () => {
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    const second = await joined({ kind: 'slot', slotId });
    await cancel(booked[0]!);
    const params = { entryId: first.entryId };
    const left = await app.call('leaveWaitlist', { params, as: first.as });
    expect(left.body.state).toBe('withdrawn');
    expect(steps(left.body)).toEqual(['joined', 'offered', 'offer-withdrawn', 'withdrawn']);
    expect((await look(second)).state).toBe('offered');
    const again = await app.call('leaveWaitlist', { params, as: first.as });
    expect(again.error?.code).toBe('INVALID_STATE');
  });

  it('happens by itself when the same is booked otherwise', async () => {
    const { slotId, clinic } = await aFullClinic();
    const first = await joined({ kind: 'doctor', doctorId: clinic.doctorId });
    await app.sql.query(`insert into place (slot_id, number, channel) values ($1, 90, 'desk')`, [
      slotId,
    ]);
    const desk = await signInStaff(app, { role: 'front-desk' });
    const body = { slotId, patientId: first.patientId, channel: 'desk' };
    expect((await app.call('bookForPatient', { body, as: desk.as })).status).toBe(200);
    await app.relay();
    expect(await look(first)).toMatchObject({ state: 'ended', receipts: [{}, { step: 'ended' }] });
  });

  it('lists live ones first', async () => {
    const account = await aPerson();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { slotId } = await aFullClinic();
      app.clock.advance(1_000);
      ids.push((await join(account, { kind: 'slot', slotId })).body.id);
    }
    await app.call('leaveWaitlist', { params: { entryId: ids[2]! }, as: account.as });
    const pages: string[] = [];
    for (let cursor: string | undefined, i = 0; i < 3; i++) {
      const page = await app.call('listMyWaitlistEntries', {
        query: { limit: 1, cursor },
        as: account.as,
      });
      pages.push(...page.body.items.map((entry) => entry.id));
      cursor = page.body.nextCursor ?? undefined;
    }
    expect(pages).toEqual([ids[1], ids[0], ids[2]]);
  });
});

describe('rosters', () => {
  const asManager = async (clinic: TestClinic) =>
    (await signInStaff(app, { role: 'manager', branchId: clinic.branchId })).as;
  const change = async (clinic: TestClinic, more: Record<string, unknown>) => {
    const as = await asManager(clinic);
    const params = { rosterId: clinic.rosterId };
    const { body } = await app.call('getRoster', { params, as });
    const { room, note, version } = body;
    return app.call('updateRoster', {
      params,
      body: {
        ...{ room, note, version, isClosed: false },
        capacity: { shared: 1, wechat: 0, phone: 0, desk: 0 },
        ...more,
      },
      as,
    });
  };

  it('that grow are offered first; what is offered is not taken away', async () => {
    const { slotId, clinic } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    const grown = await change(clinic, { capacity: { shared: 2, wechat: 0, phone: 0, desk: 0 } });
    expect(grown.status, JSON.stringify(grown.body)).toBe(200);
    expect((await look(first)).state).toBe('offered');
    const shrunk = await change(clinic, {});
    expect(shrunk.error?.code).toBe('ROSTER_HAS_APPOINTMENTS');
    const closed = await change(clinic, {
      capacity: { shared: 2, wechat: 0, phone: 0, desk: 0 },
      isClosed: true,
    });
    expect(closed.status).toBe(200);
    expect((await look(first)).state).toBe('offered');
    await decline(first);
    expect(await places(slotId)).toEqual({ closed: 1, sold: 1 });
  });

  it('that are removed end the waiting for them, unless a place of theirs is being offered', async () => {
    const clinic = await aClinic(app, { capacity: 1, slots: 1 });
    const slotId = clinic.slotIds[0]!;
    await app.sql.query(`update place set channel = 'desk' where slot_id = $1`, [slotId]);
    const first = await joined({ kind: 'slot', slotId });
    await app.sql.query(`update place set channel = 'any' where slot_id = $1`, [slotId]);
    await app.runJob(RunWaitlist);
    const as = await asManager(clinic);
    const remove = () => app.call('deleteRoster', { params: { rosterId: clinic.rosterId }, as });
    expect((await remove()).error?.code).toBe('ROSTER_HAS_APPOINTMENTS');
    await decline(first);
    expect((await remove()).status).toBe(204);
    expect((await look(first)).state).toBe('ended');
  });
});

describe('at the desk', () => {
  it('staff see who waits, join, take and remove, within their branch', async () => {
    const { slotId, booked, clinic } = await aFullClinic();
    const { branchId } = clinic;
    const desk = await signInStaff(app, { role: 'front-desk', branchId });
    const patientId = await aPatient(app, { branchId, name: '李大壮' });
    const body = { patientId, channel: 'phone', wish: { kind: 'slot', slotId } };
    const made = await app.call('joinWaitlistForPatient', { body, as: desk.as });
    expect(made.body).toMatchObject({
      patientName: '李大壮',
      phoneMasked: '138****1234',
      channel: 'phone',
    });
    const params = { entryId: made.body.id };
    await cancel(booked[0]!);
    const list = await app.call('listWaitlistEntries', {
      query: { branchId, state: 'offered' },
      as: desk.as,
    });
    expect(list.body.items).toMatchObject([{ id: made.body.id, offer: { state: 'open' } }]);
    const offerId = list.body.items[0]!.offer!.id;
    const taken = await app.call('acceptWaitlistOfferForPatient', {
      params,
      body: { offerId, payment: 'cash' },
      as: desk.as,
    });
    expect(taken.body).toMatchObject({ status: 'booked', feeState: 'paid', channel: 'phone' });
    expect((await app.call('getWaitlistEntry', { params, as: desk.as })).body).toMatchObject({
      state: 'fulfilled',
      offers: [{ state: 'accepted' }],
    });
    const removed = (as: Record<string, string>, entryId: string) =>
      app.call('removeWaitlistEntry', { params: { entryId }, body: { reason: '重复登记' }, as });
    expect((await removed(desk.as, made.body.id)).error?.code).toBe('INVALID_STATE');
    const waiting = await joined({ kind: 'slot', slotId });
    expect((await removed(desk.as, waiting.entryId)).body).toMatchObject({ state: 'withdrawn' });
    const elsewhere = await signInStaff(app, {
      role: 'front-desk',
      branchId: (await aClinic(app)).branchId,
    });
    const foreign = await app.call('getWaitlistEntry', { params, as: elsewhere.as });
    expect(foreign.error?.code).toBe('NOT_FOUND');
    const none = await app.call('listWaitlistEntries', { as: elsewhere.as });
    expect(none.body.items).toEqual([]);
    const manager = await signInStaff(app, { role: 'manager', branchId });
    const masked = await app.call('getWaitlistEntry', { params, as: manager.as });
    expect(masked.body.patientName).toBe('李*壮');
  });
});

describe('receipts', () => {
  it('are never changed, not even by the application', async () => {
    const { slotId } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    const { default: pg } = await import('pg');
    const pool = new pg.Pool({ connectionString: app.database.url, max: 1 });
    try {
      for (const sql of [
        `update waitlist_receipt set detail = ''`,
        `delete from waitlist_receipt`,
      ]) {
        await expect(pool.query(sql)).rejects.toThrow(/permission denied/);
      }
    } finally {
      await pool.end();
    }
    expect((await look(first)).receipts).toHaveLength(1);
  });
});

describe('settings', () => {
  it('close the waitlist', async () => {
    const { slotId } = await aFullClinic();
    await put('waitlist.isOpen', false);
    expect((await join(await aPerson(), { kind: 'slot', slotId })).error?.code).toBe(
      'WAITLIST_CLOSED',
    );
    await put('waitlist.isOpen', true);
  });
});
