import fs from 'node:fs';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { freePort, startPostgres, type PostgresServer } from '../../dev/postgres';
import { migrate } from '../../src/migrate';
import { testFolder } from './folders';
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

/** One server for the whole run: started, migrated once, taken away with its folder at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
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
  await migrate(server.url('suizhen', TEMPLATE), 'suizhen_app');
  await client.query(`alter database ${TEMPLATE} is_template true allow_connections false`);
  await client.end();
}
