import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from '../../test/support/folders';
import { freePorts, isAlive, waitUntil } from '../postgres';
import { PORTS } from './settings';

const root = path.resolve(__dirname, '../../..');
const LATER_START_MS = 15_000;

/** `npm start` as a person runs it, on ports and in a folder of the test's own. */
class Start {
  said = '';
  private constructor(
    readonly child: ChildProcess,
    readonly ended: Promise<number | null>,
  ) {}

  static run(variables: Record<string, string>): Start {
    const { VITEST: _test, NODE_ENV: _mode, ...surroundings } = process.env;
    const child = spawn(process.execPath, ['portal-api/dev/launcher/start.mjs'], {
      cwd: root,
      env: { ...surroundings, ...variables },
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const start = new Start(child, ended);
    const listen = (chunk: Buffer): void => {
      start.said += chunk.toString();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    return start;
  }

  async up(withinMs: number): Promise<number> {
    const began = performance.now();
    const isUp = (): boolean => this.said.includes('Suizhen is up');
    const over = (): boolean => isUp() || this.child.exitCode !== null;
    await waitUntil(over, withinMs);
    if (!isUp()) throw new Error(`not up:\n${this.said}`);
    return performance.now() - began;
  }
}

interface Lock {
  pid: number;
  parts: Record<string, number>;
}

describe('npm start', () => {
  const folder = testFolder();
  let variables: Record<string, string>;
  let url: string;
  let start: Start;

  const lock = (): Lock =>
    JSON.parse(fs.readFileSync(path.join(folder, 'launcher.json'), 'utf8')) as Lock;
  const postgresPid = (): number => {
    const file = path.join(folder, 'postgres', 'data', 'postmaster.pid');
    return Number(fs.readFileSync(file, 'utf8').split('\n')[0]);
  };
  const ready = (at: string): Promise<boolean> =>
    fetch(`${url}${at}`, { signal: AbortSignal.timeout(3000) }).then(
      (response) => response.ok,
      () => false,
    );
  const query = async (sql: string): Promise<unknown[]> => {
    const file = path.join(folder, 'postgres', 'passwords.json');
    const { owner } = JSON.parse(fs.readFileSync(file, 'utf8')) as { owner: string };
    const port = variables.POSTGRES_PORT ?? '';
    const client = new Client({
      connectionString: `postgres://suizhen:${owner}@127.0.0.1:${port}/suizhen`,
    });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    const names = Object.values(PORTS).map(({ variable }) => variable);
    const ports = await freePorts(names.length);
    variables = Object.fromEntries(names.map((name, index) => [name, String(ports[index])]));
    variables.DATA_DIR = folder;
    url = `http://127.0.0.1:${variables.PORT}`;
    start = Start.run(variables);
    await start.up(180_000);
  });

  afterAll(async () => {
    start.child.kill('SIGTERM');
    await start.ended;
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('serves the portal, the console, the API and the simulators, and tells where', async () => {
    for (const at of ['/', '/admin/', '/sim/', '/healthz', '/readyz', '/api/openapi.json']) {
      expect(await ready(at), at).toBe(true);
    }
    expect(start.said).toContain(`${url}/admin/`);
    expect(start.said).toContain('演示账号');
  });

  it('says so when it is already running', async () => {
    const second = Start.run(variables);
    expect(await second.ended).toBe(1);
    expect(second.said).toContain(`already running here (pid ${lock().pid}) at ${url}`);
  });

  it.each(['api', 'worker', 'simulators', 'front'])(
    'brings %s back after kill -9',
    async (part) => {
      const before = lock().parts[part] ?? 0;
      process.kill(before, 'SIGKILL');
      const isBack = async (): Promise<boolean> =>
        !isAlive(before) &&
        (lock().parts[part] ?? before) !== before &&
        (await ready('/readyz')) &&
        (await ready('/sim/'));
      expect(await waitUntil(isBack, 20_000)).toBe(true);
    },
  );

  it('brings PostgreSQL back after kill -9 with all it had committed', async () => {
    await query('create table kept as select generate_series(1, 500) as n');
    const before = postgresPid();
    process.kill(before, 'SIGKILL');
    const isBack = async (): Promise<boolean> =>
      !isAlive(before) && (await query('select 1').catch(() => [])).length > 0;
    expect(await waitUntil(isBack, 30_000)).toBe(true);
    expect(await query('select count(*)::int as n from kept')).toEqual([{ n: 500 }]);
    expect(await waitUntil(() => ready('/readyz'), 10_000)).toBe(true);
  });

  it('comes back within 15 seconds after the launcher itself was killed', async () => {
    const { parts } = lock();
    start.child.kill('SIGKILL');
    await start.ended;
    start = Start.run(variables);
    const took = await start.up(60_000);
    expect(start.said).toContain('taken over from the last start');
    expect(Object.values(parts).filter((pid) => isAlive(pid))).toEqual([]);
    expect(await query('select count(*)::int as n from kept')).toEqual([{ n: 500 }]);
    // What the killed one left behind needs a moment to end, hence some seconds on top.
    expect(took).toBeLessThan(LATER_START_MS + 10_000);
  });

  it('stops everything on Ctrl-C with success, and starts again within 15 seconds', async () => {
    const { parts } = lock();
    const database = postgresPid();
    start.child.kill('SIGINT');
    expect(await start.ended).toBe(0);
    expect([...Object.values(parts), database].filter((pid) => isAlive(pid))).toEqual([]);
    start = Start.run(variables);
    expect(await start.up(60_000)).toBeLessThan(LATER_START_MS);
  });
});
