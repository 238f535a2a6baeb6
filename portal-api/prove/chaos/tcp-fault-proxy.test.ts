import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TcpFaultProxy } from './tcp-fault-proxy';

let echo: Server;
let proxy: TcpFaultProxy;
const clients: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await TcpFaultProxy.start((echo.address() as AddressInfo).port);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

async function aClient(): Promise<Socket> {
  const client = connect(proxy.port, '127.0.0.1');
  client.on('error', () => undefined);
  clients.push(client);
  await once(client, 'connect');
  return client;
}

/** What comes back of a word, or `nothing` within the time. */
function said(client: Socket, word: string, withinMs = 300): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('nothing'), withinMs);
    client.once('data', (bytes: Buffer) => {
      clearTimeout(timer);
      resolve(bytes.toString());
    });
    client.write(word);
  });
}

const isOver = (client: Socket): Promise<boolean> =>
  Promise.race([
    new Promise<boolean>((resolve) => client.once('close', () => resolve(true))),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 500)),
  ]);

it('passes everything on while nothing is wrong', async () => {
  const client = await aClient();
  expect(await said(client, 'a')).toBe('a');
  expect(await said(client, 'b')).toBe('b');
  expect(proxy.connections).toBe(1);
});

it('delays what is said, each way', async () => {
  const client = await aClient();
  proxy.set({ kind: 'latency', ms: 60 });
  const started = performance.now();
  expect(await said(client, 'late', 2_000)).toBe('late');
  expect(performance.now() - started).toBeGreaterThanOrEqual(118);
});

it('keeps the order when the delay ends while something is under way', async () => {
  const client = await aClient();
  let heard = '';
  client.on('data', (bytes: Buffer) => (heard += bytes.toString()));
  proxy.set({ kind: 'latency', ms: 80 });
  client.write('slow ');
  await new Promise((resolve) => setTimeout(resolve, 30));
  proxy.heal();
  client.write('quick');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(heard).toBe('slow quick');
});

it('breaks what is open once, and takes new connections', async () => {
  const client = await aClient();
  await said(client, 'a');
  const over = isOver(client);
  proxy.set({ kind: 'reset' });
  expect(await over).toBe(true);
  expect(await said(await aClient(), 'again')).toBe('again');
});

it('takes nobody while it is cut, everybody once it is mended', async () => {
  proxy.set({ kind: 'cut' });
  const client = connect(proxy.port, '127.0.0.1');
  client.on('error', () => undefined);
  clients.push(client);
  expect(await isOver(client)).toBe(true);
  proxy.heal();
  expect(await said(await aClient(), 'again')).toBe('again');
});

it('keeps half-open connections open and silent, and ends them when it is mended', async () => {
  const old = await aClient();
  await said(old, 'a');
  proxy.set({ kind: 'half-open' });
  expect(await said(old, 'lost')).toBe('nothing');
  expect(await said(await aClient(), 'lost as well')).toBe('nothing');
  expect(old.destroyed).toBe(false);
  const over = isOver(old);
  proxy.heal();
  expect(await over).toBe(true);
  expect(await said(await aClient(), 'again')).toBe('again');
});

it('follows its server to another port', async () => {
  const other = createServer((socket) => socket.resume().end('other'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  proxy.target = (other.address() as AddressInfo).port;
  expect(await said(await aClient(), '?')).toBe('other');
  await new Promise((resolve) => other.close(resolve));
});
