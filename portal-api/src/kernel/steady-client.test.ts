import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Pool, type PoolClient } from 'pg';
import { afterEach, expect, it } from 'vitest';
import { withPatience } from './patience';
import { SteadyClient } from './steady-client';

const closing: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

/** A message of PostgreSQL's wire protocol. */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const ready = message('Z', Buffer.from('I'));
const done = message('C', Buffer.from('SELECT 0\0'));
const goingDown = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));

/** Answers the first statement, and says in the same packet that it goes down. */
async function aServerGoingDown(): Promise<number> {
  const server = createServer((socket: Socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]));
      socket.once('data', () => socket.end(Buffer.concat([done, ready, goingDown])));
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => server.close());
  return (server.address() as AddressInfo).port;
}

it('a connection that breaks on its way to the next in line breaks nothing else', async () => {
  const port = await aServerGoingDown();
  const pool = new Pool({ host: '127.0.0.1', port, max: 1, Client: SteadyClient, user: 'a' });
  pool.on('error', () => undefined);
  closing.push(() => pool.end());
  const uncaught: Error[] = [];
  const keep = (error: Error) => void uncaught.push(error);
  process.prependListener('uncaughtException', keep);
  const first = pool.query('select');
  // As TypeORM takes a connection: it listens once the promise is resolved.
  const next = new Promise<PoolClient>((ok, fail) =>
    pool.connect((error, client) => (error ? fail(error) : ok(client!))),
  );
  await first;
  const client = await next;
  await expect(client.query('select')).rejects.toThrow();
  client.release(true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off('uncaughtException', keep);
  expect(uncaught).toEqual([]);
});

/** Lets people in and never answers. */
async function aSilentServer(): Promise<number> {
  const server = createServer((socket: Socket) => {
    socket.once(
      'data',
      () => void socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready])),
    );
    socket.on('error', () => undefined);
    closing.push(async () => void socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => server.close());
  return (server.address() as AddressInfo).port;
}

it('a statement waits no longer than the request that asks', async () => {
  const client = new SteadyClient({
    host: '127.0.0.1',
    port: await aSilentServer(),
    user: 'a',
    query_timeout: 60_000,
  });
  await client.connect();
  const started = performance.now();
  const asked = withPatience(async () => {
    await new Promise((resolve) => setTimeout(resolve, 3_700));
    await client.query('select');
  });
  await expect(asked).rejects.toThrow('Query read timeout');
  expect(performance.now() - started).toBeLessThan(10_000);
}, 20_000);
