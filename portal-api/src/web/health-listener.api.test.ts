import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { testEnvironment } from '../../test/support/app';
import { createTestDatabase } from '../../test/support/database';
import { startApplication } from '../application';
import { readConfig } from '../config';
import { listenForHealth } from './health-listener';

it('a worker tells its health and its numbers, and serves nothing else', async () => {
  const database = await createTestDatabase();
  const config = readConfig({ ...testEnvironment(database.url), ROLE: 'worker' });
  const application = await startApplication(config, { listen: false });
  const server = await listenForHealth(application.app, { host: '127.0.0.1', port: 0 });
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
  expect(await (await get('/readyz')).json()).toMatchObject({ status: 'ready', database: 'up' });
  expect(await (await get('/metrics')).text()).toContain('suizhen_job_runs_total');
  for (const path of ['/', '/admin/', '/api/portal/branches', '/api/docs', '/healthz/more']) {
    expect((await get(path)).status, path).toBe(404);
  }
  server.closeAllConnections();
  server.close();
  await application.close();
  await database.drop();
});
