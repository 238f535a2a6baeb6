import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createClient } from 'redis';
import { freePort, waitUntil } from '../../dev/postgres';

export interface TestRedis {
  url: string;
  stop(): Promise<void>;
}

/**
 * A real Redis: REDIS_URL, or an installed redis-server on a free port. Null when there is none,
 * so that its tests are skipped; in CI that is an error.
 */
export async function startRedis(): Promise<TestRedis | null> {
  if (process.env.REDIS_URL) {
    return { url: process.env.REDIS_URL, stop: () => Promise.resolve() };
  }
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) {
    if (process.env.CI) throw new Error('CI needs a Redis: install redis-server or set REDIS_URL.');
    return null;
  }
  return launch();
}

async function launch(): Promise<TestRedis> {
  const port = await freePort();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'suizhen-redis-'));
  const options = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
  const args = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
  });
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await ended;
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const url = `redis://127.0.0.1:${port}`;
  if (!(await waitUntil(() => answers(url), 10_000))) {
    await stop();
    throw new Error('redis-server does not answer.');
  }
  return { url, stop };
}

async function answers(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return true;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}
