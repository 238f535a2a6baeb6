import { Client } from 'pg';
import { expect, it } from 'vitest';
import { freePort } from '../dev/postgres';
import { testEnvironment } from '../test/support/app';
import { createTestDatabase } from '../test/support/database';
import { startApplication } from './application';
import { readConfig } from './config';

it('stops only when the requests under way have their answers, and keeps connections longer than a proxy', async () => {
  const database = await createTestDatabase();
  const port = await freePort();
  const env = { ...testEnvironment(database.url), HOST: '127.0.0.1', PORT: String(port) };
  const application = await startApplication(readConfig(env));
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('begin');
  await owner.query('lock table branch in access exclusive mode');
  const answer = fetch(`http://127.0.0.1:${port}/api/portal/branches`);
  const waiting = async () =>
    (await owner.query('select 1 from pg_locks where not granted')).rowCount;
  await expect.poll(waiting, { timeout: 10_000 }).toBeGreaterThan(0);
  const closing = application.close();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await owner.query('rollback');
  expect((await answer).status).toBe(200);
  // A proxy that keeps connections for a minute never meets one that is just being closed.
  expect((await answer).headers.get('keep-alive')).toBe('timeout=75');
  await closing;
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  await owner.end();
  await database.drop();
});
