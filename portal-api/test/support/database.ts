import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { TEMPLATE } from './template';

export interface TestDatabase {
  name: string;
  /** As the application runs, with its least rights: what an app under test gets. */
  url: string;
  /** As the schema's owner: what migrations and test fixtures may use. */
  ownerUrl: string;
  superuserUrl: string;
  drop(): Promise<void>;
}

/** A migrated, empty database of one's own, cloned in a few hundredths of a second. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const run = (sql: string): Promise<void> => execute(server.superuserUrl, sql);
  await run(`create database ${name} template ${TEMPLATE} owner suizhen`);
  return {
    name,
    url: onDatabase(server.appUrl, name),
    ownerUrl: onDatabase(server.ownerUrl, name),
    superuserUrl: onDatabase(server.superuserUrl, name),
    drop: () => run(`drop database if exists ${name} with (force)`),
  };
}

function onDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
