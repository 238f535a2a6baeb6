import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import {
  closedTo,
  freePort,
  isAlive,
  isRoot,
  startPostgres,
  type PostgresServer,
} from '../../dev/postgres';
import { migrate } from '../../src/migrate';
import { TEMPLATE } from './template';

/** Enough to reach any database of the run's server; see database.ts. */
export interface TestServer {
  superuserUrl: string;
  ownerUrl: string;
  appUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer;
  }
}

const PREFIX = 'suizhen-test-';

/** One server for the whole run: started, migrated once, taken away with its folder at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  sweepAbandoned();
  const home = testFolder();
  const server = await startPostgres({ home, port: await freePort(), durable: false });
  const shutDown = async (): Promise<void> => {
    await server.stop();
    fs.rmSync(home, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server);
  } catch (error) {
    await shutDown();
    throw error;
  }
  project.provide('postgres', {
    superuserUrl: server.url('postgres', 'postgres'),
    ownerUrl: server.url('suizhen', 'postgres'),
    appUrl: server.url('suizhen_app', 'postgres'),
  });
  return shutDown;
}

async function makeTemplate(server: PostgresServer): Promise<void> {
  const client = new Client({ connectionString: server.url('postgres', 'postgres') });
  await client.connect();
  await client.query(`create database ${TEMPLATE} owner suizhen`);
  await migrate(server.url('suizhen', TEMPLATE));
  await client.query(`alter database ${TEMPLATE} is_template true allow_connections false`);
  await client.end();
}

/** A folder that PostgreSQL's own account can enter when the tests run as root. */
export function testFolder(): string {
  const base = isRoot() && closedTo(os.tmpdir()) ? '/var/tmp' : os.tmpdir();
  const folder = fs.mkdtempSync(path.join(base, PREFIX));
  fs.chmodSync(folder, isRoot() ? 0o711 : 0o700);
  fs.writeFileSync(path.join(folder, 'owner.pid'), String(process.pid));
  return folder;
}

/** A run that was killed could not clean up behind itself; the next one does. */
function sweepAbandoned(): void {
  for (const base of [os.tmpdir(), '/var/tmp']) {
    if (!fs.existsSync(base)) continue;
    for (const entry of fs.readdirSync(base)) {
      if (entry.startsWith(PREFIX)) sweep(path.join(base, entry));
    }
  }
}

function sweep(folder: string): void {
  try {
    const owner = Number(fs.readFileSync(path.join(folder, 'owner.pid'), 'utf8'));
    if (isAlive(owner)) return;
    for (const lock of findLocks(folder)) {
      const server = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
      if (isAlive(server)) process.kill(server, 'SIGQUIT');
    }
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's, or still ending: not ours to insist on.
  }
}

function findLocks(folder: string): string[] {
  return ['data', 'postgres/data']
    .map((data) => path.join(folder, data, 'postmaster.pid'))
    .filter((lock) => fs.existsSync(lock));
}
