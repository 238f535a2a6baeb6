import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Koa from 'koa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { staticApps } from './static-apps';

const root = mkdtempSync(join(tmpdir(), 'suizhen-static-'));
let server: Server;
let url: string;

const files = {
  'miniprogram/dist/h5/index.html': 'portal',
  'admin-web/dist/index.html': 'console',
  'admin-web/dist/board/index.html': 'board',
  'admin-web/dist/board/assets/main-a1b2c3d4.js': 'script',
  'admin-web/dist/kiosk/index.html': 'kiosk',
};

beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const app = new Koa();
  app.silent = true;
  app.use(staticApps(root) as unknown as Koa.Middleware);
  const answer = app.callback();
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true, force: true });
});

it.each([
  ['/', 'portal'],
  ['/visits/1', 'portal'],
  ['/admin/', 'console'],
  ['/admin/queues/today', 'console'],
  ['/board/', 'board'],
  ['/board/anything', 'board'],
  ['/kiosk/', 'kiosk'],
])('%s is a page of the %s', async (path, text) => {
  const response = await fetch(url + path);
  expect([response.status, await response.text()]).toEqual([200, text]);
});

it.each(['/admin', '/board', '/kiosk'])('%s goes to its folder', async (path) => {
  const response = await fetch(url + path, { redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([302, `${path}/`]);
});

it('serves scripts for a year, and never a page in place of a missing one', async () => {
  const script = await fetch(`${url}/board/assets/main-a1b2c3d4.js`);
  expect(script.headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${url}/board/assets/gone-a1b2c3d4.js`)).status).toBe(404);
});
