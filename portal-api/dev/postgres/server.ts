import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { serverAccount, type Account } from './account';
import { findBinaries, type Binaries } from './binaries';
import { prepareDataFolder, type DataFolder } from './data-folder';
import { isFree, listenerOn } from './ports';
import { codeOf, StartProblem } from './problem';
import { isAlive, processesMarked, sleep, waitUntil } from './processes';
import { ensureRoles } from './roles';

interface PostgresOptions {
  /** Holds data, log and passwords; made when missing. */
  home: string;
  port: number;
  /** Off only for throw-away test databases: what was committed outlives the server, not the machine. */
  durable?: boolean;
  /** Named in messages about the port. */
  portVariable?: string;
}

type DatabaseRole = 'postgres' | 'suizhen' | 'suizhen_app';

export interface PostgresServer {
  port: number;
  pid: number;
  /** Taken over from an earlier start that ended without stopping it. */
  adopted: boolean;
  fresh: boolean;
  url(role: DatabaseRole, database?: string): string;
  isRunning(): boolean;
  /** Settles when the server process is gone, for whatever reason. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

const CRASH_RECOVERY_MS = 120_000;
const LETTING_GO_MS = 15_000;

/** Starts the PostgreSQL that npm installed, or takes over the one still running in `home`. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const account = serverAccount();
  const binaries = findBinaries();
  const folder = prepareDataFolder(options.home, account, binaries);
  const running = await survivor(folder);
  const port = running?.port ?? options.port;
  if (running) await untilReady(running.pid, port, folder);
  const pid = running?.pid ?? (await launchUntilReady(options, folder, account, binaries));
  await ensureRoles(urlOf(folder, port, 'postgres', 'postgres'), folder.passwords);
  return handle(pid, port, folder, running !== undefined);
}

function handle(pid: number, port: number, folder: DataFolder, adopted: boolean): PostgresServer {
  const isRunning = (): boolean => isAlive(pid);
  let stopped = false;
  const ended = (async () => {
    while (isRunning() && !stopped) await sleep(250);
  })();
  return {
    port,
    pid,
    adopted,
    fresh: folder.fresh,
    url: (role, database = 'suizhen') => urlOf(folder, port, role, database),
    isRunning,
    ended,
    async stop() {
      // SIGINT is PostgreSQL's "fast" shutdown: roll back what is open and write everything down.
      if (isRunning()) process.kill(pid, 'SIGINT');
      const graceful = await waitUntil(() => !isRunning(), 30_000);
      if (!graceful) process.kill(pid, 'SIGQUIT');
      await waitUntil(() => !isRunning(), 10_000);
      stopped = true;
    },
  };
}

function urlOf(folder: DataFolder, port: number, role: DatabaseRole, database: string): string {
  const { passwords } = folder;
  const password = {
    postgres: passwords.postgres,
    suizhen: passwords.owner,
    suizhen_app: passwords.app,
  };
  return `postgres://${role}:${password[role]}@127.0.0.1:${port}/${database}`;
}

/**
 * The server an earlier start left running. A lock file without its server is removed, but only
 * once no process of that server is left: a backend still writing would damage the data.
 */
async function survivor(folder: DataFolder): Promise<{ pid: number; port: number } | undefined> {
  const lock = path.join(folder.data, 'postmaster.pid');
  if (!fs.existsSync(lock)) return undefined;
  const read = (line: number): number => Number(fs.readFileSync(lock, 'utf8').split('\n')[line]);
  const pid = read(0);
  const marked = processesMarked(folder.marker);
  if (marked ? marked.includes(pid) : isAlive(pid)) {
    // The port is written a moment after the process id.
    if (await waitUntil(() => read(3) > 0, 10_000)) return { pid, port: read(3) };
    throw new StartProblem(`The PostgreSQL in ${folder.data} (pid ${pid}) hangs: stop it first.`);
  }
  if (!marked) return undefined;
  const gone = await waitUntil(() => processesMarked(folder.marker)?.length === 0, LETTING_GO_MS);
  if (!gone) {
    const rest = processesMarked(folder.marker)?.join(', ');
    throw new StartProblem(
      `Processes ${rest} of a crashed PostgreSQL do not end: stop them first.`,
    );
  }
  fs.rmSync(lock, { force: true });
  return undefined;
}

/**
 * A backend of a crashed server lets go of its shared memory a moment after it has lost its command
 * line, by which `survivor` knows it: until then PostgreSQL refuses to start.
 */
async function launchUntilReady(
  options: PostgresOptions,
  folder: DataFolder,
  account: Account,
  binaries: Binaries,
): Promise<number> {
  const end = performance.now() + LETTING_GO_MS;
  for (;;) {
    const pid = await launch(options, folder, account, binaries);
    try {
      await untilReady(pid, options.port, folder);
      return pid;
    } catch (error) {
      const isHeld = logOf(folder).includes('pre-existing shared memory block');
      if (!isHeld || performance.now() > end) throw error;
      await sleep(200);
    }
  }
}

async function launch(
  options: PostgresOptions,
  folder: DataFolder,
  account: Account,
  binaries: Binaries,
): Promise<number> {
  const { port, durable = true } = options;
  if (!(await isFree(port))) {
    throw new StartProblem(portBusy('PostgreSQL', port, options.portVariable));
  }
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    cluster_name: folder.marker,
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements carry personal data; the log is for the server's own troubles.
    log_min_error_statement: 'panic',
    log_min_messages: 'warning',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const log = fs.openSync(folder.log, 'w', 0o600);
  // Detached: Ctrl-C in the terminal must reach the launcher first, which stops the API before.
  const child = spawn(binaries.path('postgres'), ['-D', folder.data, '-p', String(port), ...args], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C' },
  });
  fs.closeSync(log);
  child.unref();
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new StartProblem(`PostgreSQL: ${error.message}`)));
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
}

export function portBusy(what: string, port: number, variable?: string): string {
  const holder = listenerOn(port);
  const advice = variable ? `set ${variable} to a free port` : 'choose another port';
  return `Port ${port} for ${what} is taken${holder ? ` by ${holder}` : ''}: stop that, or ${advice}.`;
}

async function untilReady(pid: number, port: number, folder: DataFolder): Promise<void> {
  const ready = await waitUntil(async () => {
    if (!isAlive(pid)) throw new StartProblem(failure(folder));
    return answers(urlOf(folder, port, 'postgres', 'postgres'), folder);
  }, CRASH_RECOVERY_MS);
  if (!ready) {
    throw new StartProblem(`PostgreSQL does not answer after two minutes: see ${folder.log}.`);
  }
}

async function answers(url: string, folder: DataFolder): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if (codeOf(error) === '28P01') {
      throw new StartProblem(
        `The passwords beside ${folder.data} do not fit its database: ` +
          'restore passwords.json, or move the folder away to begin anew.',
      );
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function logOf(folder: DataFolder): string {
  return fs.existsSync(folder.log) ? fs.readFileSync(folder.log, 'utf8') : '';
}

function failure(folder: DataFolder): string {
  const lines = logOf(folder)
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR|could not/.test(line));
  const reason = lines.at(-1)?.replace(/^.*?(FATAL|PANIC|ERROR): */, '') ?? 'no reason given';
  return (
    `PostgreSQL stopped while starting in ${folder.data}: ${reason}. ` +
    `See ${folder.log}; restore the folder from a copy, or move it away to begin anew.`
  );
}
