import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { signInStaff } from '../../../../test/support/people';
import type { KernelContext } from '../../../kernel';
import { hashPassword } from './password-hash';
import { PasswordPolicy } from './password-policy';

const password = 'Kx7#mQ2vLp-w';
let app: TestApp;
let passwordHash: string;
let counter = 0;

beforeAll(async () => {
  app = await startTestApp();
  passwordHash = await hashPassword(password);
});
afterAll(() => app?.close());

/** @param days how long ago the password was set */
async function aStaffMember(days: number): Promise<string> {
  const username = `aged${++counter}`;
  const staffId = app.newId();
  await app.sql.query(
    `insert into staff (id, username, name, password_hash, must_change_password, created_at, password_changed_at)
     values ($1, $2, '王芳', $3, false, $4, now() - $5 * interval '1 day')`,
    [staffId, username, passwordHash, app.clock.now(), days],
  );
  await app.sql.query(`insert into staff_role values ($1, 'super-admin')`, [staffId]);
  return username;
}

const signIn = (username: string, given = password) =>
  app.call('staffSignIn', { body: { username, password: given } });
const cookiesOf = (headers: Headers): Credentials => {
  const cookie = headers.getSetCookie().map((line) => line.split(';')[0]);
  const csrf = /csrf_staff=([\w-]+)/.exec(cookie.join('; '))![1]!;
  return { cookie: cookie.join('; '), 'x-csrf': csrf };
};

it('a password of three months opens nothing but changing it', async () => {
  expect((await signIn(await aStaffMember(89))).body.mustChangePassword).toBe(false);
  const username = await aStaffMember(91);
  const signedIn = await signIn(username);
  expect(signedIn.body.mustChangePassword).toBe(true);
  const as = cookiesOf(signedIn.headers);
  expect((await app.call('listStaff', { as })).error?.code).toBe('PASSWORD_CHANGE_REQUIRED');
  const body = { currentPassword: password, newPassword: 'Lhasa.train-2406' };
  expect((await app.call('changeStaffPassword', { body, as })).status).toBe(200);
  expect((await app.call('listStaff', { as })).status).toBe(200);
  expect((await signIn(username, 'Lhasa.train-2406')).body.mustChangePassword).toBe(false);
});

it('a hospital may set another age, or none', async () => {
  const { as } = await signInStaff(app, { role: 'super-admin' });
  const params = { key: 'staff.passwordMaxAgeDays' };
  const set = (value: number, version: number) =>
    app.call('updateSetting', { params, as, body: { value, version, reason: '按测评要求' } });
  expect((await set(7, 0)).error?.code).toBe('INVALID_FIELD');
  expect((await set(0, 0)).status).toBe(200);
  expect((await signIn(await aStaffMember(500))).body.mustChangePassword).toBe(false);
  expect((await set(30, 1)).status).toBe(200);
  expect((await signIn(await aStaffMember(31))).body.mustChangePassword).toBe(true);
  expect((await set(90, 2)).status).toBe(200);
});

it('the accounts of a demonstration do not age', async () => {
  const policy = new PasswordPolicy();
  policy.kernelContext = { config: { LOCAL_MODE: true } } as KernelContext;
  expect(await policy.expiredBefore()).toBeNull();
});
