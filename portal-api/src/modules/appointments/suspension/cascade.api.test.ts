/** 停诊 of two half-days with 37 bookings, from the first message to the last resolved patient. */
import type { ResponseOf, SuspensionCaseState } from '@suizhen/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSmsSim, type SmsSim } from '../../../../dev/simulators/sms/server';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aProxy } from '../../../../test/support/clinic';
import { signInAccount, type TestAccount } from '../../../../test/support/people';
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
  type SuspendableClinic,
} from '../../../../test/support/suspension';
import type { TestClinic } from '../../../../test/support/clinic';
import { KernelContext } from '../../../kernel';
import { SendDeliveries } from '../../delivery/send-deliveries.job';
import { EndUnansweredCases } from './end-unanswered-cases.job';
import { FollowMessages } from './follow-messages.job';

let app: TestApp;
let sms: SmsSim;
let house: SuspendableClinic;
let freeClinic: TestClinic;
let dearer: TestClinic;
let cheaper: TestClinic;
let paid: BookedPerson[];
let atDesk: BookedPerson[];
let free: BookedPerson[];
let held: BookedPerson;
let secondAccount: TestAccount;
let entryId: string;
let suspension: ResponseOf<'createSuspension'>;

beforeAll(async () => {
  sms = await startSmsSim({ port: 0, accessKey: 'access', secret: 'secret', receiptDelayMs: 5 });
  app = await startTestApp({ env: { SMS_BASE_URL: sms.url } });
  sms.sendReceiptsTo(`${app.url}/api/callbacks/sms/receipts`);
  house = await aSuspendableClinic(app, { slots: 2, capacity: 17 });
  const { clinic } = house;
  freeClinic = await anotherDay(app, clinic, { date: '2026-03-05', feeFen: 0, capacity: 5 });
  dearer = await anotherDay(app, clinic, { date: '2026-03-06', feeFen: 5000, capacity: 20 });
  const { branchId, departmentId } = clinic;
  cheaper = await aClinic(app, { branchId, departmentId, date: '2026-03-05', feeFen: 1000 });
  await book();
});
afterAll(async () => {
  await app?.close();
  await sms?.close();
});

async function book(): Promise<void> {
  const { clinic } = house;
  const [first, second] = clinic.slotIds as [string, string];
  const many = async (count: number, slotId: string) => {
    const people: BookedPerson[] = [];
    for (let i = 0; i < count; i++) people.push(await aBooking(app, slotId));
    return people;
  };
  paid = [...(await many(8, first)), ...(await many(4, second))];
  for (const person of paid) await markPaid(app, person);
  atDesk = [...(await many(9, first)), ...(await many(9, second))];
  free = await many(5, freeClinic.slotIds[0]!);
  free.push(...(await many(2, freeClinic.slotIds[1]!)));
  const person = await aPerson(app);
  const { patientId, as } = person;
  const kept = await app.call('holdPlace', { body: { slotId: second, patientId }, as });
  held = { ...person, appointmentId: kept.body.id };
  secondAccount = await signInAccount(app);
  await aProxy(app, secondAccount.accountId, paid[0]!.patientId);
  entryId = app.newId();
  await app.sql.query(
    `insert into waitlist_entry (id, patient_id, account_id, channel, target, wish_key, doctor_id, department_id,
       branch_id, from_date, to_date, period, state, joined_at, ends_at)
     values ($1, $2, $3, 'wechat', 'half-day', 'test', $4, $5, $6, '2026-03-04', '2026-03-04', 'morning', 'waiting',
       $7, '2026-03-04T00:00:00Z')`,
    [
      entryId,
      patientId,
      person.accountId,
      clinic.doctorId,
      clinic.departmentId,
      clinic.branchId,
      app.clock.now(),
    ],
  );
  await app.relay();
}

const everybody = () => [...paid, ...atDesk, ...free];
const mine = async ({ appointmentId, as }: BookedPerson) =>
  (await app.call('getMyAppointment', { params: { appointmentId }, as })).body;
const myCase = ({ appointmentId, as }: BookedPerson) =>
  app.call('getMySuspensionCase', { params: { appointmentId }, as });
const answer = ({ appointmentId, as }: BookedPerson, body: object) =>
  app.call('answerMySuspensionCase', { params: { appointmentId }, body, as });
const counts = async () =>
  (await app.call('getSuspension', { params: { suspensionId: suspension.id }, as: house.desk.as }))
    .body;
const caseOf = async (person: BookedPerson) =>
  (await casesOf(app, suspension.id, house.desk.as)).find(
    (each) => each.appointmentId === person.appointmentId,
  )!;
const calls = async (state = 'open') =>
  (await app.call('listWorkItems', { query: { state, limit: 100 }, as: house.desk.as })).body.items;
const inboxOf = async (as: TestAccount['as']) =>
  (await app.call('listMyMessages', { as })).body.items;

async function untilReceipts(done: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { rows } = await app.sql.query(
      `select 1 from delivery where kind = 'clinic-suspended' and state in ('delivered', 'failed')`,
    );
    if (rows.length >= done) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function sendAll(): Promise<void> {
  while ((await app.runJob(SendDeliveries)) > 0);
}

it('shows who would be affected and changes nothing', async () => {
  const { clinic, manager } = house;
  const preview = await app.call('previewSuspension', {
    body: { rosterIds: [clinic.rosterId, freeClinic.rosterId] },
    as: manager.as,
  });
  expect(preview.body.items).toMatchObject([
    { rosterId: clinic.rosterId, booked: 30, held: 1, waiting: 1 },
    { rosterId: freeClinic.rosterId, booked: 7, held: 0, waiting: 0 },
  ]);
  expect(await placeStatesOf(app, clinic.rosterId)).toEqual({ free: 3, held: 1, sold: 30 });
});

it('closes the clinics, ends what was held or waited for, and opens a case for everybody booked', async () => {
  const { clinic, manager } = house;
  suspension = await suspend(app, house, [clinic.rosterId, freeClinic.rosterId]);
  expect(suspension).toMatchObject({ state: 'open', cases: 37, told: 37, mayClose: false });
  expect(suspension.clinics.map(({ booked, held, waiting }) => [booked, held, waiting])).toEqual([
    [30, 1, 1],
    [7, 0, 0],
  ]);
  expect(await placeStatesOf(app, clinic.rosterId)).toEqual({ closed: 4, sold: 30 });
  expect(await placeStatesOf(app, freeClinic.rosterId)).toEqual({ closed: 3, sold: 7 });
  const rosters = await app.call('listRosters', {
    query: { from: '2026-03-04', to: '2026-03-05', doctorId: clinic.doctorId },
    as: manager.as,
  });
  expect(rosters.body.items.map((roster) => roster.isClosed)).toEqual([true, true]);
  expect(await mine(held)).toMatchObject({
    status: 'cancelled',
    cancelReason: 'clinic-suspended',
    cancelledBy: 'system',
  });
  const { rows } = await app.sql.query(`select state from waitlist_entry where id = $1`, [entryId]);
  expect(rows).toEqual([{ state: 'ended' }]);
  expect(await mine(paid[0]!)).toMatchObject({
    status: 'booked',
    isSuspended: true,
    mayReschedule: false,
    mayCheckIn: false,
  });
});

it('can be booked by nobody any more', async () => {
  const { patientId, as } = await aPerson(app, { branchId: house.clinic.branchId });
  const slotId = house.clinic.slotIds[1]!;
  for (const operation of ['bookPlace', 'holdPlace'] as const) {
    const refused = await app.call(operation, { body: { slotId, patientId }, as });
    expect(refused.error?.code).toBe('SLOT_NOT_OPEN');
  }
  const atTheDesk = await app.call('bookForPatient', {
    body: { slotId, patientId, channel: 'desk' },
    as: house.desk.as,
  });
  expect(atTheDesk.error?.code).toBe('SLOT_NOT_OPEN');
});

it('tells every account of every patient, and each phone', async () => {
  const { secrets } = await app.get(KernelContext);
  // Nobody has typed a phone for this one.
  await app.sql.query(`update patient set phone_cipher = $2 where id = $1`, [
    atDesk[0]!.patientId,
    secrets.encrypt(''),
  ]);
  await app.relay();
  for (const as of [paid[0]!.as, secondAccount.as, free[0]!.as, atDesk[0]!.as]) {
    const told = (await inboxOf(as)).filter((message) => message.kind === 'clinic-suspended');
    expect(told).toHaveLength(1);
    expect(told[0]?.appointmentId).not.toBeNull();
    expect(told[0]?.body).toMatch(/^王\*明预约的3月\d日 .*停诊，非常抱歉/);
    expect(told[0]?.body).not.toContain('内部说明');
  }
  await app.sql.query(`update delivery set state = 'failed' where kind <> 'clinic-suspended'`);
  // One SMS is lost on the way, one phone is off.
  sms.faults.set({ simulator: 'sms', kind: 'lost', count: 1 });
  sms.faults.set({ simulator: 'sms', kind: 'undelivered', count: 1 });
  await sendAll();
  await untilReceipts(35);
  await app.runJob(FollowMessages);
  expect(await counts()).toMatchObject({ told: 1, reached: 34, unreached: 2 });
  expect(await calls()).toHaveLength(2);
  expect(await caseOf(atDesk[0]!)).toMatchObject({ state: 'unreached' });
});

it('turns a message without a receipt into a call', async () => {
  app.clock.advance(31 * 60_000);
  await app.runJob(FollowMessages);
  expect(await counts()).toMatchObject({ told: 0, reached: 34, unreached: 3 });
  const open = await calls();
  expect(open).toHaveLength(3);
  expect(open[0]).toMatchObject({
    kind: 'call',
    subjectKind: 'suspension-case',
    patientName: '王小明',
    title: '停诊通知未送达，请电话通知患者',
  });
  const cases = await casesOf(app, suspension.id, house.desk.as, 'unreached');
  expect(cases.map((each) => each.workItemId).sort()).toEqual(open.map((item) => item.id).sort());
});

it('learns from a call that the patient knows, and from an opened message', async () => {
  const byState = async (state: SuspensionCaseState) =>
    (await casesOf(app, suspension.id, house.desk.as, state)).map((each) => each.appointmentId);
  const [first, second] = (await byState('unreached')).filter(
    (id) => id !== atDesk[0]!.appointmentId,
  );
  const item = (await calls()).find((each) => each.appointmentId === first)!;
  const params = { workItemId: item.id };
  const { version } = (await app.call('claimWorkItem', { params, as: house.desk.as })).body;
  await app.call('completeWorkItem', {
    params,
    body: { outcome: 'reached', version },
    as: house.desk.as,
  });
  await app.relay();
  const called = everybody().find((person) => person.appointmentId === first)!;
  expect(await caseOf(called)).toMatchObject({ state: 'reached', reachedBy: 'call' });
  // The next one reads the message in the app before anybody has called.
  const reader = everybody().find((person) => person.appointmentId === second)!;
  const messageId = (await inboxOf(reader.as)).find(({ kind }) => kind === 'clinic-suspended')!.id;
  await app.call('readMyMessage', { params: { messageId }, as: reader.as });
  await app.runJob(FollowMessages);
  expect(await caseOf(reader)).toMatchObject({ state: 'reached', reachedBy: 'inbox' });
  // And who has no phone opens the page.
  expect((await myCase(atDesk[0]!)).body).toMatchObject({ state: 'reached', isOpen: true });
  expect(await calls()).toEqual([]);
});

it('offers the same doctor first, then the department, and costs nobody more', async () => {
  const [mover, saver] = paid as [BookedPerson, BookedPerson];
  const { alternatives, reasonText } = (await myCase(mover)).body;
  expect(reasonText).not.toContain('病');
  expect(
    alternatives.map(({ isSameDoctor, differenceFen }) => [isSameDoctor, differenceFen]),
  ).toEqual([
    [true, 2500],
    [true, 2500],
    [false, -1500],
    [false, -1500],
  ]);
  const moved = await answer(mover, { choice: 'reschedule', slotId: dearer.slotIds[0] });
  expect(moved.body).toMatchObject({
    status: 'booked',
    slotId: dearer.slotIds[0],
    feeFen: 2500,
    feeState: 'paid',
    isSuspended: false,
  });
  expect(await caseOf(mover)).toMatchObject({ state: 'rescheduled', resolvedBy: '患者' });
  const saved = await answer(saver, { choice: 'reschedule', slotId: cheaper.slotIds[0] });
  expect(saved.body).toMatchObject({ slotId: cheaper.slotIds[0], feeFen: 1000, feeState: 'paid' });
  const { rows } = await app.sql.query(
    `select f.amount_fen::int as amount from refund f join payment_order o on o.id = f.payment_id
      where o.appointment_id = $1`,
    [saver.appointmentId],
  );
  expect(rows).toEqual([{ amount: 1500 }]);
  expect((await answer(mover, { choice: 'cancel' })).error?.code).toBe('INVALID_STATE');
  expect((await myCase(mover)).body).toMatchObject({ isOpen: false, alternatives: [] });
});

it('resolves by the money back, by an ordinary cancellation, and by whatever the desk does', async () => {
  const [, , refunded, ordinary, byDesk] = paid;
  const back = await answer(refunded!, { choice: 'cancel' });
  expect(back.body).toMatchObject({
    status: 'cancelled',
    cancelReason: 'clinic-suspended',
    feeState: 'refunding',
    isSuspended: false,
  });
  const params = { appointmentId: ordinary!.appointmentId };
  await app.call('cancelMyAppointment', {
    params,
    body: { reason: 'recovered' },
    as: ordinary!.as,
  });
  await app.call('cancelAppointment', {
    params: { appointmentId: byDesk!.appointmentId },
    body: { reason: 'clinic-suspended' },
    as: house.desk.as,
  });
  const movedByDesk = await app.call('rescheduleAppointment', {
    params: { appointmentId: atDesk[1]!.appointmentId },
    body: { slotId: dearer.slotIds[0], reason: '停诊改约' },
    as: house.desk.as,
  });
  expect(movedByDesk.error).toBeUndefined();
  const states = await Promise.all([refunded, ordinary, byDesk, atDesk[1]].map((p) => caseOf(p!)));
  expect(states.map((each) => each.state)).toEqual([
    'cancelled',
    'cancelled',
    'cancelled',
    'rescheduled',
  ]);
  // Their places are nobody's any more.
  expect(await placeStatesOf(app, house.clinic.rosterId)).toEqual({ closed: 10, sold: 24 });
});

it('is resolved by staff, one with another slot or many with their money back', async () => {
  const params = { suspensionId: suspension.id };
  const one = await caseOf(atDesk[2]!);
  const offered = await app.call('listCaseAlternatives', {
    params: { caseId: one.id },
    as: house.desk.as,
  });
  const resolve = (body: object) =>
    app.call('resolveSuspensionCases', { params, body, as: house.desk.as });
  const slotId = offered.body.items[0]!.id;
  await resolve({ choice: 'reschedule', caseId: one.id, slotId });
  expect(await caseOf(atDesk[2]!)).toMatchObject({
    state: 'rescheduled',
    newStartsAt: '2026-03-06T01:00:00.000Z',
  });
  const many = await Promise.all([caseOf(atDesk[3]!), caseOf(paid[5]!), caseOf(atDesk[2]!)]);
  const caseIds = many.map((each) => each.id);
  const done = await resolve({ choice: 'cancel', caseIds });
  expect(done.body).toMatchObject({ rescheduled: 4, cancelled: 5 });
  expect((await resolve({ choice: 'cancel', caseIds })).error?.code).toBe('INVALID_STATE');
});

it('reminds who has not answered, at most once an hour', async () => {
  const remind = () =>
    app.call('remindSuspensionCases', {
      params: { suspensionId: suspension.id },
      as: house.manager.as,
    });
  expect((await remind()).body).toEqual({ told: 0 });
  app.clock.advance(30 * 60_000);
  const both = await Promise.all([remind(), remind()]);
  expect(both.map((answered) => answered.body.told).sort()).toEqual([0, 28]);
  await app.relay();
  const told = (await inboxOf(free[0]!.as)).filter(({ kind }) => kind === 'clinic-suspended');
  expect(told).toHaveLength(2);
});

it('cannot be closed while one patient is not taken care of', async () => {
  const close = () =>
    app.call('closeSuspension', {
      params: { suspensionId: suspension.id },
      as: house.manager.as,
    });
  expect((await close()).error?.code).toBe('SUSPENSION_CASES_OPEN');
  // Twelve hours before each clinic whoever has not answered is cancelled and refunded.
  app.clock.set('2026-03-03T20:59:00+08:00');
  expect(await app.runJob(EndUnansweredCases)).toBe(0);
  app.clock.set('2026-03-03T21:00:00+08:00');
  expect(await app.runJob(EndUnansweredCases)).toBe(21);
  expect(await counts()).toMatchObject({ rescheduled: 4, cancelled: 26, mayClose: false });
  expect(await mine(paid[6]!)).toMatchObject({
    status: 'cancelled',
    cancelledBy: 'system',
    feeState: 'refunding',
  });
  expect((await close()).error?.code).toBe('SUSPENSION_CASES_OPEN');
  app.clock.set('2026-03-04T21:00:00+08:00');
  expect(await app.runJob(EndUnansweredCases)).toBe(7);
  expect((await close()).body).toMatchObject({
    state: 'closed',
    cases: 37,
    rescheduled: 4,
    cancelled: 33,
  });
  expect((await close()).error?.code).toBe('INVALID_STATE');
});

it('leaves everybody’s credit untouched, and nothing to do', async () => {
  const { rows } = await app.sql.query(`select 1 from credit_event`);
  expect(rows).toEqual([]);
  expect(await calls()).toEqual([]);
  expect(await placeStatesOf(app, house.clinic.rosterId)).toEqual({ closed: 34 });
});
