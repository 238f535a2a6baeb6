import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { closedTo, freePort, isAlive, isRoot, startPostgres, waitUntil } from '.';
import type { PostgresServer } from '.';

const root = path.resolve(__dirname, '../../..');
// Each test starts a server or two, and initialising one is work for the disk.
vi.setConfig({ testTimeout: 90_000 });

const homes: string[] = [];
const servers: PostgresServer[] = [];

function newHome(): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'suizhen-pg-'));
  homes.push(home);
  return home;
}

async function start(home: string, port?: number): Promise<PostgresServer> {
  const server = await startPostgres({
    home,
    port: port ?? (await freePort()),
    portVariable: 'POSTGRES_PORT',
  });
  servers.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const home of homes.splice(0)) fs.rmSync(home, { recursive: true, force: true });
});

describe('the PostgreSQL that comes along', () => {
  it('lets the owner create and the application only what it is granted', async () => {
    const server = await start(newHome());
    await query(server.url('suizhen'), 'create table t (id int)');
    await query(server.url('suizhen'), 'create extension btree_gist');
    const [row] = await query(server.url('suizhen_app'), 'select current_user as who');
    expect(row).toEqual({ who: 'suizhen_app' });
    await expect(query(server.url('suizhen_app'), 'create table u (id int)')).rejects.toThrow(
      /permission denied/,
    );
    await expect(query(server.url('suizhen_app'), 'select * from t')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('wants a password, and keeps it where only its owner can read it', async () => {
    const home = newHome();
    const server = await start(home);
    const open = `postgres://suizhen:guess@127.0.0.1:${server.port}/suizhen`;
    await expect(query(open, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(fs.statSync(path.join(home, 'passwords.json')).mode & 0o077).toBe(0);
  });

  it('takes over a server that a killed start left running', async () => {
    const home = newHome();
    const first = await start(home);
    const second = await startPostgres({ home, port: await freePort() });
    expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port });
  });

  it('loses nothing that was committed when it is killed', async () => {
    const home = newHome();
    const server = await start(home);
    await query(server.url('suizhen'), 'create table t (id int)');
    await query(server.url('suizhen'), 'insert into t select generate_series(1, 1000)');
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    const again = await start(home, server.port);
    expect(again.adopted).toBe(false);
    const [row] = await query(again.url('suizhen'), 'select count(*)::int as n from t');
    expect(row).toEqual({ n: 1000 });
  });

  it.runIf(fs.existsSync('/proc/self/cmdline'))(
    'waits for what a dying process of a killed server still holds',
    async () => {
      const home = newHome();
      const server = await start(home);
      const children = fs.readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8');
      const held = Number(children.split(' ')[0]);
      process.kill(held, 'SIGSTOP');
      process.kill(server.pid, 'SIGKILL');
      await server.ended;
      // Under another name nobody knows it for a process of this server, as when it has no name left.
      const moved = newHome();
      fs.rmdirSync(moved);
      fs.renameSync(home, moved);
      const starting = start(moved, server.port);
      setTimeout(() => process.kill(held, 'SIGKILL'), 1_500);
      expect((await starting).isRunning()).toBe(true);
    },
  );

  it('begins anew after an initialisation that was cut short', async () => {
    const home = newHome();
    fs.mkdirSync(path.join(home, 'data.half', 'base'), { recursive: true });
    const server = await start(home);
    expect(server.fresh).toBe(true);
  });
});

describe('what it cannot use is said in one line', () => {
  const refusal = async (home: string, port?: number): Promise<string> => {
    const error: unknown = await start(home, port).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'StartProblem' });
    const { message } = error as Error;
    expect(message).not.toContain('\n');
    return message;
  };

  it('a folder with something else in it', async () => {
    const home = newHome();
    fs.mkdirSync(path.join(home, 'data'));
    fs.writeFileSync(path.join(home, 'data', 'holiday.jpg'), '');
    expect(await refusal(home)).toMatch(/is not a PostgreSQL data folder: move .* away/);
  });

  it('data of another PostgreSQL version', async () => {
    const home = newHome();
    fs.mkdirSync(path.join(home, 'data', 'global'), { recursive: true });
    fs.writeFileSync(path.join(home, 'data', 'PG_VERSION'), '13\n');
    expect(await refusal(home)).toMatch(/written by PostgreSQL 13, this is PostgreSQL 18/);
  });

  it('data without the passwords that belong to them', async () => {
    const home = newHome();
    const server = await start(home);
    await server.stop();
    fs.rmSync(path.join(home, 'passwords.json'));
    expect(await refusal(home)).toMatch(/another installation .*passwords\.json is missing/);
  });

  it('damaged data', async () => {
    const home = newHome();
    const server = await start(home);
    await server.stop();
    fs.rmSync(path.join(home, 'data', 'global', 'pg_control'));
    expect(await refusal(home)).toMatch(/stopped while starting .*restore the folder/);
  });

  it('a taken port, with who holds it and what to change', async () => {
    const port = await freePort();
    const holder = net.createServer().listen(port, '127.0.0.1');
    const message = await refusal(newHome(), port);
    holder.close();
    expect(message).toContain(`Port ${port} for PostgreSQL is taken`);
    expect(message).toContain('set POSTGRES_PORT to a free port');
    if (process.platform === 'linux') expect(message).toContain(`pid ${process.pid}`);
  });
});

// Root must lend PostgreSQL another account; here that other account starts it itself.
describe.skipIf(!isRoot() || closedTo(root) !== undefined)('as an ordinary user', () => {
  const nobody = { uid: 65_534, gid: 65_534 };

  it('runs in place, in a private folder, and survives its starter being killed', async () => {
    const home = newHome();
    fs.chownSync(home, nobody.uid, nobody.gid);
    fs.chmodSync(home, 0o700);
    const port = await freePort();
    const script = `require('./portal-api/dev/postgres').startPostgres({ home: ${JSON.stringify(home)}, port: ${port} })
      .then((s) => { console.log(JSON.stringify(s)); if (process.argv[1] === 'stop') return s.stop(); setInterval(() => {}, 1000); })
      .catch((e) => { console.error(e); process.exit(1); })`;
    const env = {
      ...process.env,
      TSX_TSCONFIG_PATH: 'portal-api/tsconfig.json',
      HOME: '/nonexistent',
    };
    const args = ['--import', 'tsx', '-e', script];
    const first = spawn(process.execPath, args, { cwd: root, env, ...nobody });
    const said = await new Promise<string>((resolve, reject) => {
      first.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
      first.stderr.once('data', (chunk: Buffer) => reject(new Error(chunk.toString())));
    });
    const { pid } = JSON.parse(said) as { pid: number };
    first.kill('SIGKILL');
    expect(await waitUntil(() => !isAlive(first.pid ?? 0), 5000)).toBe(true);
    expect(isAlive(pid)).toBe(true);
    const second = spawnSync(process.execPath, [...args, 'stop'], {
      cwd: root,
      env,
      encoding: 'utf8',
      ...nobody,
    });
    expect(second.stderr).toBe('');
    expect(JSON.parse(second.stdout)).toMatchObject({ adopted: true, pid, port });
    expect(isAlive(pid)).toBe(false);
  });
});
