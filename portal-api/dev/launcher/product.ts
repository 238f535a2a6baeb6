import path from 'node:path';
import { readConfig } from '../../src/config';
import { StartProblem } from '../postgres';
import { build } from './build';
import { EmbeddedDatabase } from './database';
import { keepDemoDataRolling, demoDataTask } from './demo-data';
import { productEnvironment, type DatabaseUrls } from './environment';
import { InstanceLock, type Instance } from './instance';
import { hospitalAnchor, hospitalSystems } from './hospital';
import { moveClockTo } from './local-clock';
import * as parts from './parts';
import { checkDatabase, checkPorts, refuseRealSystems } from './preflight';
import type { Reporter } from './reporter';
import { runOnce, type Task } from './run-once';
import { abortShortLived } from './short-lived';
import type { PortName, Ports } from './settings';
import { Supervisor, type Part } from './supervisor';
import { startWatching, type Watching } from './watch';

export interface ProductOptions {
  root: string;
  instance: Instance;
  ports: Ports;
  /** One for each API process behind the front. */
  apiPorts: number[];
  /** A PostgreSQL of one's own instead of the one that comes along. */
  database?: DatabaseUrls | undefined;
  env: NodeJS.ProcessEnv;
  reporter: Reporter;
  watch?: boolean;
  demoData?: boolean;
  /** The hospital's clock begins no earlier than this: the demonstration is made for that day. */
  clockFrom?: Date | undefined;
  /** Off: the web apps are served as they were last built, if they were. */
  web?: boolean;
  /** Something does not stay up; the caller should stop the product and say this. */
  onGivenUp: (line: string) => void;
  /** Hands out the way to break off, which works from the first step on. */
  onBegin?: (stop: () => Promise<void>) => void;
}

export interface Product {
  url: string;
  apiUrls: string[];
  simulatorsUrl: string;
  database: DatabaseUrls & { superuserUrl: string | undefined };
  env: Record<string, string>;
  /** Process ids by part, PostgreSQL included. */
  pids(): Record<string, number>;
  restart(part: string): Promise<void>;
  stop(): Promise<void>;
}

/** Everything that runs, in the order it was started. */
interface Running {
  lock: InstanceLock;
  supervisor: Supervisor;
  embedded?: Promise<EmbeddedDatabase>;
  watching?: Watching;
  stopRolling?: () => void;
  stopped?: Promise<void>;
}

/** Builds, starts and supervises the whole product; undoes everything when a step fails. */
export async function launchProduct(options: ProductOptions): Promise<Product> {
  const { root, instance, reporter, onGivenUp } = options;
  refuseRealSystems(options.env);
  const url = `http://127.0.0.1:${options.ports.front}`;
  const lock = await InstanceLock.take(instance, url);
  const supervisor: Supervisor = new Supervisor({
    root,
    logs: instance.logs,
    reporter,
    onGivenUp,
    onSpawn: () => lock.remember(supervisor.pids()),
  });
  const running: Running = { lock, supervisor };
  options.onBegin?.(() => stop(running));
  try {
    await preflight(options);
    const database = await prepare(options, running);
    const env = await start(options, running, database);
    const embedded = await running.embedded;
    return {
      url,
      apiUrls: options.apiPorts.map((port) => `http://127.0.0.1:${port}`),
      simulatorsUrl: `http://127.0.0.1:${options.ports.simulators}`,
      database: { ...database, superuserUrl: embedded?.superuserUrl },
      env,
      pids: () => ({ ...supervisor.pids(), ...(embedded?.pid ? { postgres: embedded.pid } : {}) }),
      restart: (part) => supervisor.restart(part),
      stop: () => stop(running),
    };
  } catch (error) {
    await stop(running);
    throw error;
  }
}

/** Everything that can be known to fail is told before anything takes long. */
async function preflight(options: ProductOptions): Promise<void> {
  const { instance, ports, database, env } = options;
  checkEnvironment(productEnvironment({ instance, ports, env, database: database ?? UNKNOWN_YET }));
  await checkPorts(ports, portsInUse(options));
  if (database) await checkDatabase(database.ownerUrl);
}

const UNKNOWN_YET: DatabaseUrls = { url: 'postgres://localhost', ownerUrl: 'postgres://localhost' };

function portsInUse({ ports, apiPorts, watch }: ProductOptions): PortName[] {
  const needed: PortName[] = [
    'front',
    'simulators',
    'wechat',
    'pay',
    'sms',
    'smtp',
    'his',
    'mllp',
    'hl7',
  ];
  if (apiPorts.includes(ports.api)) needed.push('api');
  if (watch) needed.push('admin', 'portal');
  return needed;
}

/** The database first: a folder that cannot be used is told before anything is built. */
async function prepare(options: ProductOptions, running: Running): Promise<DatabaseUrls> {
  const { root, reporter, watch = false } = options;
  const { web = !watch } = options;
  const database = await openDatabase(options, running);
  const server = build(root, 'api', reporter).then(() =>
    web ? build(root, 'admin', reporter) : undefined,
  );
  // Two chains of builds are what two cores carry.
  const work: Promise<unknown>[] = [server];
  if (web) work.push(build(root, 'h5', reporter));
  try {
    await Promise.all(work);
  } catch (error) {
    abortShortLived();
    await Promise.allSettled(work);
    throw error;
  }
  return database;
}

async function openDatabase(options: ProductOptions, running: Running): Promise<DatabaseUrls> {
  const { instance, ports, reporter, database } = options;
  if (database) return database;
  running.embedded = reporter.step('Starting PostgreSQL', () =>
    EmbeddedDatabase.open(instance, ports),
  );
  const embedded = await running.embedded;
  if (embedded.adopted) reporter.line('    taken over from the last start, which did not stop it');
  void embedded.supervise(reporter, options.onGivenUp);
  return embedded.urls;
}

async function start(
  options: ProductOptions,
  running: Running,
  database: DatabaseUrls,
): Promise<Record<string, string>> {
  const { root, instance, ports, apiPorts, reporter, watch = false, demoData = true } = options;
  const { supervisor } = running;
  const env = productEnvironment({ instance, ports, database, env: options.env });
  const once = (task: Task): Promise<void> => runOnce(root, instance.logs, task);
  await reporter.step('Migrating the database', () => once(migration(env)));
  if (options.clockFrom) await moveClockTo(database.ownerUrl, options.clockFrom);
  const demo = demoDataTask({ ...env, ...hospitalSystems(env, ports, database) });
  if (demoData) await reporter.step('Demonstration hospital', () => once(demo));
  const hospital = {
    anchor: demoData ? await hospitalAnchor(database.ownerUrl) : '',
    // Without the PostgreSQL that comes along nobody may make a database for the simulated hospital.
    databaseUrl: (await running.embedded)?.superuserUrl ?? '',
  };
  const those = { ports, env, apiPorts, watch, dataDir: instance.dataDir, database, hospital };
  const begin = (title: string, part: Part): Promise<void> =>
    reporter.step(title, () => supervisor.start(part));
  await begin('Simulators', parts.simulators(those));
  for (const [index, port] of apiPorts.entries()) {
    await begin(index === 0 ? 'API' : `API ${index + 1}`, parts.api(those, port, index));
  }
  await begin('Worker', parts.worker(those));
  if (watch) running.watching = await startWatching(options, supervisor, env);
  await begin('Front', parts.front(those));
  if (demoData) {
    const api = `http://127.0.0.1:${apiPorts[0]}`;
    running.stopRolling = keepDemoDataRolling(api, () => once(demo));
  }
  return env;
}

/** The API would refuse these values itself; said here it needs no look into a log. */
function checkEnvironment(env: Record<string, string>): void {
  try {
    readConfig(env);
  } catch (error) {
    throw new StartProblem(error instanceof Error ? error.message : String(error));
  }
}

const migration = (env: Record<string, string>): Task => ({
  name: 'migrate',
  args: ['--enable-source-maps', path.join('portal-api', 'dist', 'src', 'migrate.js')],
  env,
});

function stop(running: Running): Promise<void> {
  running.stopped ??= stopInOrder(running);
  return running.stopped;
}

async function stopInOrder(running: Running): Promise<void> {
  running.stopRolling?.();
  running.watching?.stop();
  abortShortLived();
  const embedded = running.embedded?.catch(() => undefined);
  void embedded?.then((database) => database?.expectEnd());
  await running.supervisor.stopAll();
  await (await embedded)?.stop();
  running.lock.release();
}
