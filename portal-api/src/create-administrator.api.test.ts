import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../test/support/app';
import { createAdministrator } from './create-administrator';

let app: TestApp;
beforeAll(async () => void (app = await startTestApp()));
afterAll(() => app.close());

it('makes one super administrator, who must change the first password', async () => {
  const make = (username: string) =>
    createAdministrator(app.database.url, { username, name: '系统管理员' });
  const made = await Promise.all(['root.one', 'root.two', 'root.three'].map(make));
  const [administrator] = made.filter((one) => one !== null);
  expect(made.filter((one) => one === null)).toHaveLength(2);
  const session = await app.call('staffSignIn', { body: administrator });
  expect(session.body).toMatchObject({
    username: administrator!.username,
    roles: [{ id: 'super-admin' }],
    mustChangePassword: true,
  });
});
