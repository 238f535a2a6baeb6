/** Boards, phones and consoles on two API processes of the built server, through a PostgreSQL that dies. */
import type { OperationId } from '@suizhen/contract';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMinutes, localDateOf, localTimeOf, newId, Secrets } from '../src/kernel';
import { call, type CallOptions, type Credentials, type TestApp } from '../test/support/app';
import { aClinic, type TestClinic } from '../test/support/clinic';
import { openStream, type BoardNews, type OpenedStream } from '../test/support/event-stream';
import { aDevice, signInAccount, signInStaff } from '../test/support/people';
import { startProduct, type TestProduct } from '../test/support/product';
import { aVisit, checkInAtDesk } from '../test/support/visits';

let product: TestProduct;
let sql: Pool;
let app: TestApp;
let clinic: TestClinic;
let desk: Credentials;
let board: Credentials;
const streams: OpenedStream[] = [];

beforeAll(async () => {
  product = await startProduct({ apiProcesses: 2, demoData: false, web: false });
  sql = new Pool({ connectionString: product.database.ownerUrl, max: 4 });
  sql.on('error', () => undefined);
  const secrets = new Secrets(product.env['DATA_KEYS']!, product.env['INDEX_KEY']!);
  app = {
    sql,
    clock: product.clock,
    newId: () => newId(product.clock.now()),
    get: async () => ({ secrets }),
    call: <K extends OperationId>(id: K, options?: CallOptions) =>
      call(product.apiUrls[0]!, id, options),
  } as unknown as TestApp;
  const now = product.clock.now();
  const hour = `${localTimeOf(addMinutes(now, 10)).slice(0, 2)}:00`;
  clinic = await aClinic(app, {
    date: localDateOf(now),
    startTime: hour,
    slots: 4,
    slotMinutes: 30,
    capacity: 20,
  });
  desk = (await signInStaff(app, { role: 'front-desk', branchId: clinic.branchId })).as;
  board = (await aDevice(app, { kind: 'board', branchId: clinic.branchId })).as;
}, 300_000);
afterAll(async () => {
  for (const stream of streams) stream.close();
  await sql?.end();
  await product?.stop();
});

const watch = async (process: number): Promise<OpenedStream> => {
  const stream = await openStream(product.apiUrls[process]!, board);
  streams.push(stream);
  return stream;
};
const callNext = (process: number) =>
  call(product.apiUrls[process]!, 'callNext', {
    as: desk,
    params: { rosterId: clinic.rosterId },
    body: { finishCurrent: true },
  });
const snapshot = (news: BoardNews) => news.event === 'snapshot';
const shows = (number: number) => (news: BoardNews) => {
  const queues = news.event === 'snapshot' ? news.board.queues : news.queues;
  return queues.some(({ called }) => called?.number === number);
};

/** Until the database is back nobody does. @returns who is called next */
async function someoneArrives(): Promise<number> {
  const tryOnce = async () => {
    await checkInAtDesk(app, desk, await aVisit(app, clinic));
    const { rows } = await sql.query<{ number: number }>(
      `select number from queue_entry where roster_id = $1 and state = 'waiting' order by order_key limit 1`,
      [clinic.rosterId],
    );
    return rows[0]!.number;
  };
  for (const until = performance.now() + 60_000; ;) {
    const number = await tryOnce().catch(() => null);
    if (number !== null) return number;
    if (performance.now() > until) throw new Error('the database does not come back');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

describe('two API processes', () => {
  it('show a call on every board within two seconds and on the phone within five', async () => {
    const account = await signInAccount(app);
    const visit = await aVisit(app, clinic, { proxies: [account.accountId] });
    await checkInAtDesk(app, desk, visit);
    const screens = [await watch(0), await watch(1)];
    for (const screen of screens) await screen.until(snapshot);
    const began = performance.now();
    expect((await callNext(1)).status).toBe(200);
    await Promise.all(screens.map((screen) => screen.until(shows(visit.number))));
    const place = await call(product.apiUrls[0]!, 'getMyQueuePlace', {
      as: account.as,
      params: { appointmentId: visit.id },
    });
    expect(place.body.entry).toMatchObject({ state: 'called', number: visit.number });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('call two different people for two callers at once', async () => {
    for (let n = 0; n < 10; n++) await checkInAtDesk(app, desk, await aVisit(app, clinic));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        call(product.apiUrls[n % 2]!, 'callNext', {
          as: desk,
          params: { rosterId: clinic.rosterId },
          body: {},
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { rows } = await sql.query<{ calls: number }>(
      `select distinct calls from queue_entry where roster_id = $1 and state <> 'waiting'`,
      [clinic.rosterId],
    );
    expect(rows).toEqual([{ calls: 1 }]);
  });

  it('go on showing calls after PostgreSQL was killed', async () => {
    const screens = [await watch(0), await watch(1)];
    for (const screen of screens) await screen.until(snapshot);
    process.kill(product.pids()['postgres']!, 'SIGKILL');
    const number = await someoneArrives();
    expect((await callNext(0)).status).toBe(200);
    await Promise.all(screens.map((screen) => screen.until(shows(number), 5_000)));
  });

  it('let go of their screens when they are stopped, at once', async () => {
    const screen = await watch(1);
    await screen.until(snapshot);
    const name = Object.keys(product.pids()).filter((part) => part.startsWith('api'))[1]!;
    const began = performance.now();
    await Promise.all([product.restart(name), screen.ended]);
    expect(performance.now() - began).toBeLessThan(8_000);
    await expect
      .poll(() => watch(1).catch(() => null), { timeout: 20_000 })
      .toMatchObject({ status: 200 });
    await streams.at(-1)!.until(snapshot);
  });
});
