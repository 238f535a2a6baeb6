import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, testNow, type TestApp } from '../../../../test/support/app';
import { aBranch, aClinic } from '../../../../test/support/clinic';
import { signInStaff } from '../../../../test/support/people';
import {
  aBooking,
  anotherDay,
  aPerson,
  aSuspendableClinic,
  casesOf,
  markPaid,
  placeStatesOf,
  suspend,
  type BookedPerson,
} from '../../../../test/support/suspension';
import { EndUnansweredCases } from './end-unanswered-cases.job';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());
beforeEach(() => app.clock.set(testNow));

const answer = ({ appointmentId, as }: BookedPerson, body: object) =>
  app.call('answerMySuspensionCase', { params: { appointmentId }, body, as });
const myCase = ({ appointmentId, as }: BookedPerson) =>
  app.call('getMySuspensionCase', { params: { appointmentId }, as });

describe('suspending', () => {
  it('is refused for clinics that are over, of two branches, unknown, or of another branch', async () => {
    const house = await aSuspendableClinic(app);
    const create = (rosterIds: string[], as = house.manager.as) =>
      app.call('createSuspension', { body: { rosterIds, reason: 'other' }, as });
    const over = await anotherDay(app, house.clinic, { date: '2026-03-02' });
    expect((await create([over.rosterId])).error?.code).toBe('INVALID_STATE');
    expect((await create([randomUUID()])).error?.code).toBe('NOT_FOUND');
    const elsewhere = await aSuspendableClinic(app);
    expect((await create([elsewhere.clinic.rosterId])).error?.code).toBe('NOT_FOUND');
    const everywhere = await signInStaff(app, { role: 'manager' });
    const mixed = await create([house.clinic.rosterId, elsewhere.clinic.rosterId], everywhere.as);
    expect(mixed.error?.fields).toHaveProperty(['body.rosterIds']);
    expect((await create([house.clinic.rosterId], house.desk.as)).error?.code).toBe('FORBIDDEN');
    expect(await placeStatesOf(app, house.clinic.rosterId)).toEqual({ free: 10 });
  });

  it('leaves time to answer where the clinic was to begin soon', async () => {
    const house = await aSuspendableClinic(app, { date: '2026-03-03', startTime: '10:00' });
    await aBooking(app, house.clinic.slotIds[0]!);
    expect(await suspend(app, house)).toMatchObject({ answerBefore: '2026-03-03T03:00:00.000Z' });
  });

  it('sends who has checked in home from the queue, and not who is in the room', async () => {
    const house = await aSuspendableClinic(app, { date: '2026-03-03', startTime: '11:00' });
    const { clinic, desk } = house;
    const waiting = await aBooking(app, clinic.slotIds[0]!);
    await markPaid(app, waiting);
    const inRoom = await aBooking(app, clinic.slotIds[0]!);
    await app.sql.query(`update appointment set status = 'arrived' where id = any($1)`, [
      [waiting.appointmentId, inRoom.appointmentId],
    ]);
    await app.sql.query(
      `insert into queue (roster_id, branch_id, department_id, date) values ($1, $2, $3, '2026-03-03')`,
      [clinic.rosterId, clinic.branchId, clinic.departmentId],
    );
    for (const [number, person, state] of [
      [1, waiting, 'waiting'],
      [2, inRoom, 'in-visit'],
    ] as const) {
      await app.sql.query(
        `insert into queue_entry (id, roster_id, appointment_id, patient_id, number, state, method, is_late, order_key,
           checked_in_at) values ($1, $2, $3, $4, $5::int, $6, 'desk', false, $5::bigint, $7)`,
        [
          app.newId(),
          clinic.rosterId,
          person.appointmentId,
          person.patientId,
          number,
          state,
          app.clock.now(),
        ],
      );
    }
    const suspension = await suspend(app, house);
    expect(suspension).toMatchObject({ cases: 1 });
    expect(await casesOf(app, suspension.id, desk.as)).toMatchObject([
      { appointmentId: waiting.appointmentId },
    ]);
    const { rows } = await app.sql.query<{ state: string; status: string }>(
      `select e.state, a.status from queue_entry e join appointment a on a.id = e.appointment_id
        where e.roster_id = $1 order by e.number`,
      [clinic.rosterId],
    );
    expect(rows).toEqual([
      { state: 'left', status: 'booked' },
      { state: 'in-visit', status: 'arrived' },
    ]);
    // To a colleague the same afternoon, and into the queue there.
    const { branchId, departmentId } = clinic;
    const at = { branchId, departmentId, date: '2026-03-03', startTime: '14:00', slots: 1 };
    const later = await aClinic(app, at);
    await answer(waiting, { choice: 'reschedule', slotId: later.slotIds[0] });
    app.clock.set('2026-03-03T13:50:00+08:00');
    const back = await app.call('checkInAppointment', {
      params: { appointmentId: waiting.appointmentId },
      as: desk.as,
    });
    expect(back.error).toBeUndefined();
    const { rows: queued } = await app.sql.query(
      `select roster_id, state from queue_entry where appointment_id = $1`,
      [waiting.appointmentId],
    );
    expect(queued).toEqual([{ roster_id: later.rosterId, state: 'waiting' }]);
  });

  it('is undone only when everybody is taken care of', async () => {
    const house = await aSuspendableClinic(app);
    const { clinic, manager } = house;
    const person = await aBooking(app, clinic.slotIds[0]!);
    const suspension = await suspend(app, house);
    const params = { rosterId: clinic.rosterId };
    const reopen = async () => {
      const { body } = await app.call('getRoster', { params, as: manager.as });
      const { capacity, room, note, version } = body;
      return app.call('updateRoster', {
        params,
        body: { capacity, room, note, version, isClosed: false },
        as: manager.as,
      });
    };
    expect((await reopen()).error?.code).toBe('CLINIC_SUSPENDED');
    await answer(person, { choice: 'cancel' });
    await app.call('closeSuspension', {
      params: { suspensionId: suspension.id },
      as: manager.as,
    });
    expect((await reopen()).body).toMatchObject({ isClosed: false });
    expect(await placeStatesOf(app, clinic.rosterId)).toEqual({ free: 10 });
    await aBooking(app, clinic.slotIds[0]!);
    expect(await suspend(app, house)).toMatchObject({ cases: 1 });
  });
});

describe('a patient’s answer', () => {
  it('keeps within the doctor’s clinics and the department, and to what is open', async () => {
    const house = await aSuspendableClinic(app);
    const { branchId, departmentId, slotIds } = house.clinic;
    const person = await aBooking(app, slotIds[0]!);
    const strange = await aClinic(app, { branchId, date: '2026-03-05' });
    const full = await aClinic(app, { branchId, departmentId, capacity: 1, slots: 1 });
    await aBooking(app, full.slotIds[0]!);
    await suspend(app, house);
    const codeOf = async (slotId: string) =>
      (await answer(person, { choice: 'reschedule', slotId })).error?.code;
    expect(await codeOf(strange.slotIds[0]!)).toBe('SLOT_NOT_OPEN');
    expect(await codeOf(slotIds[1]!)).toBe('SLOT_NOT_OPEN');
    expect(await codeOf(full.slotIds[0]!)).toBe('SLOT_FULL');
    expect((await myCase(person)).body).toMatchObject({ isOpen: true, state: 'reached' });
  });

  it('is not offered what another visit of the patient excludes', async () => {
    const house = await aSuspendableClinic(app);
    const person = await aBooking(app, house.clinic.slotIds[0]!);
    const nextDay = await anotherDay(app, house.clinic, { date: '2026-03-05' });
    const dayAfter = await anotherDay(app, house.clinic, { date: '2026-03-06' });
    const { patientId, as } = person;
    const second = await app.call('bookPlace', {
      body: { slotId: nextDay.slotIds[0]!, patientId },
      as,
    });
    expect(second.status).toBe(200);
    await suspend(app, house);
    const { alternatives } = (await myCase(person)).body;
    expect(new Set(alternatives.map((slot) => slot.date))).toEqual(new Set([dayAfter.date]));
    const refused = await answer(person, { choice: 'reschedule', slotId: nextDay.slotIds[1] });
    expect(refused.error?.code).toBe('ALREADY_BOOKED');
  });

  it('goes to the desk where the money lies', async () => {
    const house = await aSuspendableClinic(app);
    const { clinic, desk, manager } = house;
    const person = await aBooking(app, clinic.slotIds[0]!);
    await markPaid(app, person, 'cash');
    const suspension = await suspend(app, house);
    expect((await answer(person, { choice: 'cancel' })).error).toMatchObject({
      code: 'INVALID_STATE',
      message: '已在医院前台缴费，请到前台退费',
    });
    app.clock.set('2026-03-03T21:00:00+08:00');
    await app.runJob(EndUnansweredCases);
    expect(await app.runJob(EndUnansweredCases)).toBe(0);
    const work = await app.call('listWorkItems', { query: { kind: 'other' }, as: desk.as });
    expect(work.body.items).toMatchObject([{ appointmentId: person.appointmentId, state: 'open' }]);
    const [open] = await casesOf(app, suspension.id, desk.as);
    expect(open).toMatchObject({ state: 'told' });
    const resolve = (as: typeof desk.as) =>
      app.call('resolveSuspensionCases', {
        params: { suspensionId: suspension.id },
        body: { choice: 'cancel', caseIds: [open!.id] },
        as,
      });
    // Without a till nobody hands anything out.
    expect((await resolve(manager.as)).error?.code).toBe('FORBIDDEN');
    expect((await resolve(desk.as)).body).toMatchObject({ cancelled: 1, mayClose: true });
    const left = await app.call('listWorkItems', { query: { kind: 'other' }, as: desk.as });
    expect(left.body.items).toEqual([]);
  });

  it('is nobody else’s', async () => {
    const house = await aSuspendableClinic(app);
    const person = await aBooking(app, house.clinic.slotIds[0]!);
    const stranger = { ...(await aPerson(app)), appointmentId: person.appointmentId };
    expect((await myCase(person)).error?.code).toBe('NOT_FOUND');
    await suspend(app, house);
    expect((await myCase(stranger)).error?.code).toBe('NOT_FOUND');
    expect((await answer(stranger, { choice: 'cancel' })).error?.code).toBe('NOT_FOUND');
    expect((await myCase(person)).body).toMatchObject({ isOpen: true });
  });
});

describe('staff', () => {
  it('see and resolve what lies within their scope', async () => {
    const house = await aSuspendableClinic(app);
    const { clinic, desk, manager } = house;
    await aBooking(app, clinic.slotIds[0]!);
    const suspension = await suspend(app, house);
    const stranger = await signInStaff(app, {
      role: 'front-desk',
      branchId: await aBranch(app),
    });
    const params = { suspensionId: suspension.id };
    const [mine] = await casesOf(app, suspension.id, desk.as);
    expect(mine).toMatchObject({ patientName: '王小明' });
    expect(await casesOf(app, suspension.id, manager.as)).toMatchObject([{ patientName: '王*明' }]);
    expect(await casesOf(app, suspension.id, stranger.as)).toEqual([]);
    const { as } = stranger;
    expect((await app.call('getSuspension', { params, as })).error?.code).toBe('NOT_FOUND');
    expect((await app.call('listSuspensions', { as })).body.items).toEqual([]);
    const caseId = mine!.id;
    expect((await app.call('listCaseAlternatives', { params: { caseId }, as })).error?.code).toBe(
      'NOT_FOUND',
    );
    const body = { choice: 'cancel', caseIds: [caseId] };
    expect((await app.call('resolveSuspensionCases', { params, body, as })).error?.code).toBe(
      'NOT_FOUND',
    );
    const { rows } = await app.sql.query(
      `select 1 from audit_event where action = 'suspension.display' and resource_id = $1`,
      [suspension.id],
    );
    expect(rows).toHaveLength(3);
  });

  it('page through cases and suspensions', async () => {
    const house = await aSuspendableClinic(app, { slots: 1 });
    for (let i = 0; i < 3; i++) await aBooking(app, house.clinic.slotIds[0]!);
    const suspension = await suspend(app, house);
    const page = (cursor?: string) =>
      app.call('listSuspensionCases', {
        params: { suspensionId: suspension.id },
        query: { limit: 2, cursor },
        as: house.desk.as,
      });
    const first = await page();
    const second = await page(first.body.nextCursor!);
    const ids = [...first.body.items, ...second.body.items].map((each) => each.id);
    expect(new Set(ids).size).toBe(3);
    expect(second.body.nextCursor).toBeNull();
    const listed = await app.call('listSuspensions', { as: house.desk.as });
    expect(listed.body.items).toMatchObject([{ id: suspension.id, cases: 3 }]);
  });
});

describe('an announcement that comes twice', () => {
  it('is one message', async () => {
    const house = await aSuspendableClinic(app);
    const person = await aBooking(app, house.clinic.slotIds[0]!);
    await suspend(app, house);
    for (let repeat = 0; repeat < 2; repeat++) {
      await app.sql.query(`update outbox set processed_at = null where event = 'clinic.suspended'`);
      await app.relay();
    }
    const { items } = (await app.call('listMyMessages', { as: person.as })).body;
    expect(items.filter(({ kind }) => kind === 'clinic-suspended')).toHaveLength(1);
  });
});
