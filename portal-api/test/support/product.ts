import fs from 'node:fs';
import path from 'node:path';
import type { Instance } from '../../dev/launcher/instance';
import { launchProduct, type Product } from '../../dev/launcher/product';
import { terminalReporter } from '../../dev/launcher/reporter';
import type { PortName, Ports } from '../../dev/launcher/settings';
import { testFolder } from './folders';
import { nextTime, usualStart } from './hospital-time';
import { claimPorts } from './port-block';

export interface TestProductOptions {
  /** API processes behind the front; their own addresses are in `apiUrls`. */
  apiProcesses?: number;
  /** Weekday and local time at which the hospital's clock begins; E2E_CLOCK moves all of them. */
  clock?: string;
  /** Off for tests that make all their data themselves. */
  demoData?: boolean;
  /** Off for tests that only call the API: the web apps need not be built. */
  web?: boolean;
  /** More variables for every process, over the defaults of the local mode. */
  env?: Record<string, string>;
}

export interface TestProduct extends Product {
  folder: string;
  /** The hospital's, as long as nobody moves it. */
  clock: { now(): Date };
}

const PORT_NAMES = [
  'front',
  'api',
  'postgres',
  'simulators',
  'wechat',
  'pay',
  'sms',
  'smtp',
  'his',
  'mllp',
  'hl7',
  'admin',
  'portal',
] as const satisfies PortName[];

/** Two products at a time are much for a small machine: a request may wait longer, and nobody asks too often. */
const patient = { RATE_LIMIT_FACTOR: '1000', REQUEST_PATIENCE_MS: '12000' };

/**
 * The whole product as `npm start` runs it, on free ports and with data of its own: what is not
 * built is built, `stop()` takes everything away again. Its clock begins at the same weekday and hour whenever
 * the test is run, because what can be booked depends on both.
 */
export async function startProduct(options: TestProductOptions = {}): Promise<TestProduct> {
  const { apiProcesses = 1, demoData = true, web = true, env = {} } = options;
  const { clock = process.env['E2E_CLOCK'] || usualStart } = options;
  const folder = testFolder();
  const block = await claimPorts(PORT_NAMES.length + apiProcesses);
  const found = block.ports;
  const remove = async (): Promise<void> => {
    fs.rmSync(folder, { recursive: true, force: true });
    await block.release();
  };
  const ports = Object.fromEntries(PORT_NAMES.map((name, index) => [name, found[index]])) as Ports;
  let said = '';
  try {
    const product = await launchProduct({
      root: path.resolve(__dirname, '../../..'),
      instance: instanceIn(folder),
      ports,
      apiPorts: found.slice(PORT_NAMES.length),
      env: { ...surroundings(), ...patient, ...env },
      reporter: terminalReporter((text) => {
        said += text;
        if (process.env.VERBOSE) process.stderr.write(text);
      }),
      demoData,
      clockFrom: nextTime(clock, new Date()),
      web,
      onGivenUp: (line) => process.stderr.write(`${line}\n`),
    });
    const stop = async (): Promise<void> => {
      await product.stop();
      await remove();
    };
    return { ...product, folder, clock: await clockOf(product), stop };
  } catch (error) {
    await remove();
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${said}${message}`, { cause: error });
  }
}

async function clockOf({ apiUrls }: Product): Promise<TestProduct['clock']> {
  const response = await fetch(`${apiUrls[0]}/api/local/clock`);
  const { now } = (await response.json()) as { now: string };
  const offsetMs = Date.parse(now) - Date.now();
  return { now: () => new Date(Date.now() + offsetMs) };
}

function instanceIn(folder: string): Instance {
  return {
    dataDir: folder,
    postgresHome: path.join(folder, 'postgres'),
    logs: path.join(folder, 'logs'),
    isThrowAway: true,
  };
}

/** Without what the test runner or a developer's shell sets: the product runs as it is delivered. */
function surroundings(): NodeJS.ProcessEnv {
  const keep = Object.entries(process.env).filter(
    ([name]) => !/^(NODE_ENV|VITEST.*|TEST|DATABASE_.*|DATA_DIR|REDIS_URL)$/.test(name),
  );
  return Object.fromEntries(keep);
}
