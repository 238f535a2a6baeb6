import { BoardEvent } from '@suizhen/contract';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startTestApp,
  testNow,
  type Credentials,
  type TestApp,
} from '../../../../test/support/app';
import { aClinic, type TestClinic } from '../../../../test/support/clinic';
import {
  openStream,
  type BoardNews,
  type OpenedStream,
} from '../../../../test/support/event-stream';
import { aDevice, signInStaff, type TestDevice } from '../../../../test/support/people';
import { aVisit, checkInAtDesk, type VisitOptions } from '../../../../test/support/visits';
import { EventStreams } from '../../../kernel';

let app: TestApp;
let clinic: TestClinic;
let board: TestDevice;
let desk: Credentials;
const streams: OpenedStream[] = [];

const today = '2026-03-03';

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());
beforeEach(async () => {
  app.clock.set(testNow);
  clinic = await aClinic(app, { date: today, slots: 4, capacity: 20 });
  board = await aDevice(app, { kind: 'board', branchId: clinic.branchId });
  desk = (await signInStaff(app, { role: 'front-desk', branchId: clinic.branchId })).as;
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

async function watch(as = board.as): Promise<OpenedStream> {
  const stream = await openStream(app.url, as);
  streams.push(stream);
  return stream;
}
async function arrived(options: VisitOptions = {}, at = clinic) {
  const visit = await aVisit(app, at, options);
  await checkInAtDesk(app, desk, visit);
  return visit;
}
const callNext = (rosterId = clinic.rosterId, body: object = {}) =>
  app.call('callNext', { as: desk, params: { rosterId }, body });
const show = async (as = board.as) => (await app.call('getBoard', { as })).body;

const isSnapshot = (news: BoardNews) => news.event === 'snapshot';
const calls = (number: number) => (news: BoardNews) =>
  news.event === 'change' && news.queues.some(({ called }) => called?.number === number);

describe('the board', () => {
  it('shows masked names, who is called, who comes next and who was passed over', async () => {
    const visits = [];
    for (const name of ['王小明', '李雷', '欧阳娜娜', '张三', '赵四', '钱五']) {
      visits.push(await arrived({ name }));
    }
    await callNext();
    const { items } = (await app.call('listQueues', { as: desk })).body;
    const { entries } = (
      await app.call('getQueue', { as: desk, params: { rosterId: items[0]!.rosterId } })
    ).body;
    await app.call('passOverQueueEntry', { as: desk, params: { entryId: entries[0]!.id } });
    await callNext();
    const { queues, version } = await show();
    expect(queues).toMatchObject([
      {
        called: { number: visits[1]!.number, nameMasked: '李*', calls: 1, isInVisit: false },
        passed: [{ number: visits[0]!.number, nameMasked: '王*明' }],
        waiting: 4,
        isSuspended: false,
      },
    ]);
    expect(queues[0]!.next).toHaveLength(3);
    expect(JSON.stringify(queues)).not.toMatch(/小明|李雷|娜娜/);
    await callNext();
    const after = await show();
    expect(after.version).toBeGreaterThan(version);
    expect(after.queues[0]!.alsoCalled).toEqual([
      { number: visits[1]!.number, nameMasked: '李*', calls: 1 },
    ]);
  });

  it('shows the clinics of now: not those of tonight, nor those that are over with nobody left', async () => {
    const { branchId } = clinic;
    const tonight = await aClinic(app, { date: today, branchId, startTime: '18:00' });
    const early = await aClinic(app, { date: today, branchId, startTime: '06:00', slots: 1 });
    const ids = async () => (await show()).queues.map(({ rosterId }) => rosterId);
    expect(await ids()).toEqual([clinic.rosterId]);
    await arrived({}, early);
    expect(await ids()).toContain(early.rosterId);
    app.clock.set('2026-03-03T17:00:00+08:00');
    expect(await ids()).toContain(tonight.rosterId);
  });

  it('shows a device its own departments', async () => {
    const other = await aClinic(app, { date: today, branchId: clinic.branchId });
    const { branchId } = clinic;
    const departmentIds = [other.departmentId];
    const narrow = await aDevice(app, { kind: 'board', branchId, departmentIds });
    expect((await show(narrow.as)).queues.map(({ rosterId }) => rosterId)).toEqual([
      other.rosterId,
    ]);
    const stream = await watch(narrow.as);
    await stream.until(isSnapshot);
    const here = await arrived();
    await callNext();
    const there = await arrived({}, other);
    await callNext(other.rosterId);
    await stream.until(calls(there.number));
    expect(JSON.stringify(stream.events)).not.toContain(clinic.rosterId);
    expect(here.id).toBeTruthy();
  });
});

describe('the stream', () => {
  it('begins with a snapshot and tells every change, numbered, within two seconds', async () => {
    await arrived();
    const stream = await watch();
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.headers.get('cache-control')).toBe('no-store');
    const first = await stream.until(isSnapshot);
    expect(first).toMatchObject({ board: { queues: [{ waiting: 1 }] } });
    expect(stream.text()).toMatch(/^retry: \d+\n\n/);
    const visit = await arrived();
    await callNext();
    await callNext();
    await stream.until(calls(visit.number));
    const ids = stream.events.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    for (const { data } of stream.events) expect(BoardEvent.parse(data)).toEqual(data);
  });

  it('tells what another process wrote, without and with its hint', async () => {
    const visit = await arrived();
    const stream = await watch();
    await stream.until(isSnapshot);
    // Another process is another connection: nothing in this one hears of it but through the database.
    const elsewhere = new Client({ connectionString: app.database.url });
    await elsewhere.connect();
    const change = async (calls: number) => {
      await elsewhere.query(
        `update queue_entry set state = 'called', called_at = $2, calls = $3 where appointment_id = $1`,
        [visit.id, app.clock.now(), calls],
      );
      await elsewhere.query(`update queue set version = version + 1 where roster_id = $1`, [
        clinic.rosterId,
      ]);
    };
    const calledTimes = (times: number) => (news: BoardNews) =>
      news.event === 'change' && news.queues.some(({ called }) => called?.calls === times);
    await change(1);
    await stream.until(calledTimes(1));
    // Hints are heard at once; changes without one wait for the next look, a second each.
    const began = performance.now();
    for (let times = 2; times <= 11; times++) {
      await change(times);
      await elsewhere.query(`select pg_notify('suizhen_board', $1)`, [clinic.branchId]);
      await stream.until(calledTimes(times));
    }
    expect(performance.now() - began).toBeLessThan(7_000);
    await elsewhere.end();
  });

  it('tells a suspended clinic and one that begins as a whole', async () => {
    const { branchId, departmentId } = clinic;
    const manager = await signInStaff(app, { role: 'manager', branchId, departmentId });
    // Closed to new bookings is not suspended: who has one is still seen.
    await app.sql.query(`update roster set is_closed = true where id = $1`, [clinic.rosterId]);
    const stream = await watch();
    await stream.until(
      (news) => isSnapshot(news) && JSON.stringify(news).includes('"isSuspended":false'),
    );
    await app.sql.query(`update roster set is_closed = false where id = $1`, [clinic.rosterId]);
    await app.call('createSuspension', {
      body: { rosterIds: [clinic.rosterId], reason: 'doctor-ill', note: '' },
      as: manager.as,
    });
    await stream.until(
      (news) => isSnapshot(news) && JSON.stringify(news).includes('"isSuspended":true'),
    );
    const more = await aClinic(app, { date: today, branchId: clinic.branchId });
    await stream.until((news) => JSON.stringify(news).includes(more.rosterId));
  });

  it('heals after the connections to the database were cut', async () => {
    const stream = await watch();
    await stream.until(isSnapshot);
    const superuser = new Client({ connectionString: app.database.superuserUrl });
    await superuser.connect();
    await superuser.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = $1 and application_name like 'suizhen-%'`,
      [app.database.name],
    );
    await superuser.end();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const visit = await arrived();
    await callNext();
    await stream.until(calls(visit.number));
  });

  it('gives who comes back what is now, whatever was seen before', async () => {
    const stream = await watch();
    await stream.until(isSnapshot);
    stream.close();
    const visit = await arrived();
    await callNext();
    const again = await watch({ ...board.as, 'last-event-id': String(stream.events[0]!.id) });
    const news = await again.until(isSnapshot);
    expect(news).toMatchObject({ board: { queues: [{ called: { number: visit.number } }] } });
    expect(again.events[0]!.id).toBeGreaterThan(stream.events[0]!.id);
  });

  it('lets the oldest go when a device opens too many', async () => {
    const opened = [];
    for (let n = 0; n < 5; n++) opened.push(await watch());
    await opened[0]!.ended;
    await opened[4]!.until(isSnapshot);
  });

  it('is closed to a device that was revoked', async () => {
    await app.sql.query(`update device set revoked_at = now(), token_hash = null where id = $1`, [
      board.deviceId,
    ]);
    expect((await watch()).status).toBe(401);
  });

  it('keeps no connection and no reader for nobody', async () => {
    const stream = await watch();
    await stream.until(isSnapshot);
    const listeners = async () =>
      (
        await app.sql.query<{ n: number }>(
          `select count(*)::int as n from pg_stat_activity
            where datname = current_database() and application_name = 'suizhen-board'`,
        )
      ).rows[0]!.n;
    await expect.poll(listeners, { timeout: 15_000 }).toBe(1);
    stream.close();
    await expect.poll(listeners, { timeout: 15_000 }).toBe(0);
  });

  // Last: nothing is streamed by this process any more.
  it('ends cleanly when the process is drained', async () => {
    const stream = await watch();
    await stream.until(isSnapshot);
    (await app.get(EventStreams)).endAll();
    await stream.ended;
  });
});
