import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OperationId } from '@suizhen/contract';
import {
  startTestApp,
  testNow,
  type Credentials,
  type TestApp,
} from '../../../../test/support/app';
import { aClinic, aProxy, type TestClinic } from '../../../../test/support/clinic';
import { signInAccount, signInStaff } from '../../../../test/support/people';
import {
  aVisit,
  checkInAtDesk,
  type TestVisit,
  type VisitOptions,
} from '../../../../test/support/visits';
import { CloseQueues } from './close-queues.job';

let app: TestApp;
let clinic: TestClinic;
let desk: Credentials;
let nurse: Credentials;

const today = '2026-03-03';

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());
beforeEach(async () => {
  app.clock.set(testNow);
  clinic = await aClinic(app, { date: today, startTime: '09:00', slots: 3, capacity: 60 });
  const { branchId, departmentId } = clinic;
  desk = (await signInStaff(app, { role: 'front-desk', branchId })).as;
  nurse = (await signInStaff(app, { role: 'nurse', branchId, departmentId })).as;
});

/** Somebody who has checked in. */
async function arrived(options: VisitOptions = {}): Promise<TestVisit> {
  const visit = await aVisit(app, clinic, options);
  await checkInAtDesk(app, desk, visit);
  return visit;
}
const callNext = (body: object = {}, as = nurse, rosterId = clinic.rosterId) =>
  app.call('callNext', { as, params: { rosterId }, body });
const queue = async (rosterId = clinic.rosterId, as = nurse) =>
  (await app.call('getQueue', { as, params: { rosterId } })).body;
const entryOf = async (visit: TestVisit, rosterId = clinic.rosterId) =>
  (await queue(rosterId)).entries.find(({ appointmentId }) => appointmentId === visit.id)!;
const waitingNumbers = async () =>
  (await queue()).entries.filter(({ state }) => state === 'waiting').map(({ number }) => number);

async function act<K extends OperationId>(id: K, visit: TestVisit, body?: object, as = nurse) {
  const { id: entryId } = await entryOf(visit);
  return app.call(id, { as, params: { entryId }, ...(body ? { body } : {}) });
}
const receipts = async (rosterId = clinic.rosterId) =>
  (
    await app.sql.query<{ version: number; kind: string }>(
      `select version::int, kind from queue_change where roster_id = $1 order by version`,
      [rosterId],
    )
  ).rows;

describe('calling', () => {
  it('goes in order, through the room, to the end of the visit', async () => {
    const visits = [await arrived(), await arrived(), await arrived()];
    const expected = await aVisit(app, clinic, { slot: 2 });
    const seen = await queue();
    expect(seen).toMatchObject({ waiting: 3, booked: 1, done: 0, calledNumber: null, version: 3 });
    expect(seen.entries.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(seen.expected).toMatchObject([{ appointmentId: expected.id, patientName: '王小明' }]);
    const called = await callNext({ room: '203' });
    expect(called.body).toMatchObject({ calledNumber: visits[0]!.number, room: '203' });
    expect((await act('startVisit', visits[0]!)).status).toBe(200);
    const next = await callNext({ finishCurrent: true });
    expect(next.body).toMatchObject({ done: 1, waiting: 1, calledNumber: visits[1]!.number });
    const { rows } = await app.sql.query<{ status: string }>(
      `select status from appointment where id = $1`,
      [visits[0]!.id],
    );
    expect(rows[0]?.status).toBe('fulfilled');
    await callNext({ finishCurrent: true });
    const last = await callNext({ finishCurrent: true });
    expect(last.body).toMatchObject({ done: 3, waiting: 0, calledNumber: null });
    expect((await callNext({ finishCurrent: true })).error?.code).toBe('QUEUE_EMPTY');
    expect((await receipts()).map(({ kind }) => kind)).toEqual([
      ...['checked-in', 'checked-in', 'checked-in', 'called', 'started', 'finished', 'called'],
      ...['finished', 'called', 'finished'],
    ]);
  });

  it('calls fifty different people for fifty callers at once', { timeout: 60_000 }, async () => {
    for (let n = 0; n < 50; n++) await arrived();
    const answers = await Promise.all(Array.from({ length: 52 }, () => callNext()));
    const codes = answers.map(({ status, error }) => error?.code ?? status);
    expect(codes.filter((code) => code === 200)).toHaveLength(50);
    expect(codes.filter((code) => code === 'QUEUE_EMPTY')).toHaveLength(2);
    const { entries, version } = await queue();
    expect(entries.every(({ state, calls }) => state === 'called' && calls === 1)).toBe(true);
    expect(version).toBe(100);
    const numbered = await receipts();
    expect(numbered.map((receipt) => receipt.version)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
  });

  it('calls once for a repeated key', async () => {
    await arrived();
    await arrived();
    const same = { as: nurse, params: { rosterId: clinic.rosterId }, body: {} };
    for (let n = 0; n < 3; n++) {
      await app.call('callNext', { ...same, idempotencyKey: 'press-once-1' });
    }
    expect((await queue()).waiting).toBe(1);
  });

  it('keeps cancelling and finishing at the same moment from tearing a visit apart', async () => {
    const visits = [];
    for (let n = 0; n < 6; n++) visits.push(await arrived());
    for (let n = 0; n < 6; n++) await callNext();
    await Promise.all(
      visits.flatMap((visit) => [
        act('finishVisit', visit),
        app.call('cancelAppointment', {
          as: desk,
          params: { appointmentId: visit.id },
          body: { reason: 'other', note: '走了' },
        }),
      ]),
    );
    const { rows } = await app.sql.query<{ status: string; state: string }>(
      `select distinct a.status, e.state from appointment a join queue_entry e on e.appointment_id = a.id
        where e.roster_id = $1`,
      [clinic.rosterId],
    );
    for (const row of rows) {
      expect([
        ['fulfilled', 'done'],
        ['cancelled', 'left'],
      ]).toContainEqual([row.status, row.state]);
    }
  });
});

describe('who does not come', () => {
  it('is called again, passed over, and comes back behind two', async () => {
    const visits = [];
    for (let n = 0; n < 4; n++) visits.push(await arrived());
    await callNext();
    const [first] = visits as [TestVisit];
    const recalled = await act('recallQueueEntry', first);
    expect(recalled.body.entries[0]).toMatchObject({ number: first.number, calls: 2 });
    expect((await act('passOverQueueEntry', first)).body.passed).toBe(1);
    expect((await act('passOverQueueEntry', first)).error?.code).toBe('INVALID_STATE');
    expect((await act('recallQueueEntry', first)).error?.code).toBe('INVALID_STATE');
    await act('returnQueueEntry', first);
    const [, b, c, d] = visits.map(({ number }) => number);
    expect(await waitingNumbers()).toEqual([b, c, first.number, d]);
  });

  it('neither begins nor ends a visit that was not called', async () => {
    const visit = await arrived();
    for (const id of ['startVisit', 'finishVisit', 'returnQueueEntry'] as const) {
      expect((await act(id, visit)).error?.code).toBe('INVALID_STATE');
    }
  });

  it('lets one patient at a time into the room', async () => {
    const visits = [await arrived(), await arrived()] as const;
    await callNext();
    await callNext();
    expect((await act('startVisit', visits[0])).status).toBe(200);
    expect((await act('startVisit', visits[1])).error?.code).toBe('INVALID_STATE');
  });
});

describe('priority', () => {
  it('goes first with its reason, written to the audit, and is taken back', async () => {
    await arrived();
    const old = await arrived({ name: '赵奶奶' });
    const refused = await act('prioritiseQueueEntry', old, { priority: 'elderly' });
    expect(refused.error?.fields).toHaveProperty('body.reason');
    await act('prioritiseQueueEntry', old, { priority: 'elderly', reason: '八十岁' });
    expect((await waitingNumbers())[0]).toBe(old.number);
    const { rows } = await app.sql.query(
      `select reason from audit_event where action = 'queue.prioritise' and patient_id = $1`,
      [old.patientId],
    );
    expect(rows).toEqual([{ reason: '八十岁' }]);
    await act('prioritiseQueueEntry', old, { priority: 'none' });
    expect((await waitingNumbers())[1]).toBe(old.number);
  });
});

describe('a transfer', () => {
  const transfer = (visit: TestVisit, rosterId: string) =>
    act('transferQueueEntry', visit, { rosterId, reason: '医生临时手术' });

  it('goes to another doctor of the department with the arrival and a number of its own', async () => {
    const { branchId, departmentId } = clinic;
    const other = await aClinic(app, { date: today, branchId, departmentId, slots: 3 });
    const visit = await arrived();
    const before = await entryOf(visit);
    expect((await transfer(visit, other.rosterId)).body.entries).toEqual([]);
    const after = await entryOf(visit, other.rosterId);
    expect(after).toMatchObject({
      state: 'waiting',
      checkedInAt: before.checkedInAt,
      transferredFrom: '李医生',
    });
    // Number 1 of this clinic may still be booked by somebody.
    expect(after.number).toBeGreaterThan(15);
    expect((await callNext({}, nurse, other.rosterId)).body.calledNumber).toBe(after.number);
    expect((await receipts()).at(-1)?.kind).toBe('transferred-away');
    expect((await receipts(other.rosterId)).map(({ kind }) => kind)).toEqual([
      'transferred-here',
      'called',
    ]);
  });

  it('is told to the patient, and the phone shows who sees them, where and under which number', async () => {
    const { branchId, departmentId } = clinic;
    const other = await aClinic(app, { date: today, branchId, departmentId, slots: 3 });
    await app.sql.query(`update doctor set name = '周医生' where id = $1`, [other.doctorId]);
    await app.sql.query(`update roster set room = '8 诊室' where id = $1`, [other.rosterId]);
    const account = await signInAccount(app);
    const visit = await arrived();
    await aProxy(app, account.accountId, visit.patientId);
    const look = async () => {
      const params = { appointmentId: visit.id };
      return (await app.call('getMyQueuePlace', { params, as: account.as })).body.entry;
    };
    expect(await look()).toMatchObject({ doctorName: '李医生', transferredFrom: null });
    await transfer(visit, other.rosterId);
    const { number } = await entryOf(visit, other.rosterId);
    const moved = { number, doctorName: '周医生', room: '8 诊室', transferredFrom: '李医生' };
    expect(await look()).toMatchObject(moved);
    await app.relay();
    const [told] = (await app.call('listMyMessages', { as: account.as })).body.items;
    expect(told).toMatchObject({ kind: 'queue-transferred', appointmentId: visit.id });
    expect(told!.body).toContain('由 周医生 接诊');
    expect(told!.body).toContain(`8 诊室候诊，号改为 ${number} 号`);
    // Printed again, the slip says the same.
    const params = { appointmentId: visit.id };
    const slip = await app.call('checkInAppointment', { params, as: desk });
    expect(slip.body).toMatchObject({ doctorName: '周医生', room: '8 诊室', queueNumber: number });
  });

  it('stays within the day and the department, and out of closed clinics', async () => {
    const { branchId, departmentId } = clinic;
    const visit = await arrived();
    const tomorrow = await aClinic(app, { branchId, departmentId });
    const closed = await aClinic(app, { date: today, branchId, departmentId });
    await app.sql.query(`update roster set is_closed = true where id = $1`, [closed.rosterId]);
    for (const rosterId of [tomorrow.rosterId, closed.rosterId, clinic.rosterId]) {
      expect((await transfer(visit, rosterId)).error?.code).toBe('INVALID_STATE');
    }
    const elsewhere = await aClinic(app, { date: today, branchId });
    expect((await transfer(visit, elsewhere.rosterId)).error?.code).toBe('NOT_FOUND');
    expect((await transfer(visit, app.newId())).error?.code).toBe('NOT_FOUND');
  });

  it('crosses another without blocking', async () => {
    const { branchId, departmentId } = clinic;
    const other = await aClinic(app, { date: today, branchId, departmentId, capacity: 20 });
    const here = [];
    const there = [];
    for (let n = 0; n < 5; n++) {
      here.push(await arrived());
      const visit = await aVisit(app, other);
      await checkInAtDesk(app, desk, visit);
      there.push(await entryOf(visit, other.rosterId));
    }
    const answers = await Promise.all([
      ...here.map((visit) => transfer(visit, other.rosterId)),
      ...there.map(({ id }) =>
        app.call('transferQueueEntry', {
          as: nurse,
          params: { entryId: id },
          body: { rosterId: clinic.rosterId, reason: '互换' },
        }),
      ),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await queue()).waiting).toBe(5);
    expect((await queue(other.rosterId)).waiting).toBe(5);
  });
});

describe('reach', () => {
  it('is the department of a nurse, the branch of the desk', async () => {
    const elsewhere = await aClinic(app, { date: today, branchId: clinic.branchId });
    const visit = await aVisit(app, elsewhere);
    await checkInAtDesk(app, desk, visit);
    const params = { rosterId: elsewhere.rosterId };
    expect((await app.call('getQueue', { as: nurse, params })).error?.code).toBe('NOT_FOUND');
    expect((await callNext({}, nurse, elsewhere.rosterId)).error?.code).toBe('NOT_FOUND');
    expect((await callNext({}, desk, elsewhere.rosterId)).status).toBe(200);
    const listed = await app.call('listQueues', { as: nurse });
    expect(listed.body.items.map(({ rosterId }) => rosterId)).toEqual([clinic.rosterId]);
  });

  it('shows names in clear to who works with the queue, masked to a manager', async () => {
    await arrived();
    const manager = (await signInStaff(app, { role: 'manager', branchId: clinic.branchId })).as;
    expect((await queue(clinic.rosterId, manager)).entries[0]?.patientName).toBe('王*明');
    expect((await queue()).entries[0]?.patientName).toBe('王小明');
  });

  it('writes down a look once, though the page asks every few seconds', async () => {
    for (let n = 0; n < 4; n++) await queue();
    const { rows } = await app.sql.query(
      `select count(*)::int as looks from audit_event where action = 'queue.display' and resource_id = $1`,
      [clinic.rosterId],
    );
    expect(rows).toEqual([{ looks: 1 }]);
  });

  it('ends with the day', async () => {
    const visit = await arrived();
    app.clock.set('2026-03-04T08:00:00+08:00');
    expect((await callNext()).error?.code).toBe('INVALID_STATE');
    expect((await act('prioritiseQueueEntry', visit, { priority: 'none' })).error?.code).toBe(
      'INVALID_STATE',
    );
  });
});

it('closes what a day left open: seen who was in the room, gone who still waited', async () => {
  const visits = [await arrived(), await arrived()] as const;
  await callNext();
  await act('startVisit', visits[0]);
  app.clock.set('2026-03-04T00:10:00+08:00');
  expect(await app.runJob(CloseQueues)).toBeGreaterThanOrEqual(2);
  const { entries } = await queue();
  expect(entries.map(({ state }) => state).sort()).toEqual(['done', 'left']);
  expect(await app.runJob(CloseQueues)).toBe(0);
});

it('tells who is called and who comes near, in the app, once each', async () => {
  const account = await signInAccount(app);
  const proxies = [account.accountId];
  await arrived();
  for (let n = 0; n < 3; n++) await arrived();
  await arrived({ proxies });
  const titles = async () => {
    await app.relay();
    const { items } = (await app.call('listMyMessages', { as: account.as })).body;
    return items.filter(({ kind }) => kind === 'queue-called').map(({ title }) => title);
  };
  expect(await titles()).toEqual([]);
  await callNext();
  expect(await titles()).toEqual(['快到您了']);
  for (let n = 0; n < 4; n++) await callNext({ finishCurrent: true });
  expect((await titles()).sort()).toEqual(['快到您了', '请到诊室就诊']);
});

it('keeps its receipts from the application itself', async () => {
  await arrived();
  const { Client } = await import('pg');
  const client = new Client({ connectionString: app.database.url });
  await client.connect();
  for (const sql of ['update queue_change set version = 9', 'delete from queue_change']) {
    await expect(client.query(sql)).rejects.toThrow(/permission denied/);
  }
  await client.end();
});
