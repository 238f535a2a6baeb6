import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoleId } from '@suizhen/contract';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { signInStaff } from '../../../../test/support/people';
import { hashPassword } from './password-hash';

const password = 'Kx7#mQ2vLp-w';
let app: TestApp;
let passwordHash: string;
let counter = 0;

beforeAll(async () => {
  app = await startTestApp();
  passwordHash = await hashPassword(password);
});
afterAll(() => app.close());

async function aStaffMember(role: RoleId = 'front-desk', mustChange = false) {
  const username = `clerk${++counter}`;
  const staffId = app.newId();
  await app.sql.query(
    `insert into staff (id, username, name, password_hash, must_change_password, created_at)
     values ($1, $2, '张伟', $3, $4, $5)`,
    [staffId, username, passwordHash, mustChange, app.clock.now()],
  );
  await app.sql.query(`insert into staff_role values ($1, $2)`, [staffId, role]);
  return { staffId, username };
}

const signIn = (username: string, given = password, totp?: string) =>
  app.call('staffSignIn', { body: { username, password: given, ...(totp ? { totp } : {}) } });

function cookiesOf(headers: Headers): Credentials {
  const cookie = headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { cookie, 'x-csrf': /csrf_staff=([\w-]+)/.exec(cookie)![1]! };
}

async function auditOf(staffId: string, action: string) {
  const found = await app.sql.query(
    `select outcome, detail, actor_name from audit_event where resource_id = $1 and action = $2 order by at, id`,
    [staffId, action],
  );
  return found.rows;
}

describe('signing in as staff', () => {
  it('opens a session that says what one may do', async () => {
    const { staffId, username } = await aStaffMember();
    const answer = await signIn(username.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      staffId,
      username,
      roles: [{ id: 'front-desk', name: '前台' }],
      mustChangePassword: false,
      isTotpEnabled: false,
      idleTimeoutSeconds: 1800,
    });
    expect(answer.body.grants).toContainEqual({
      resource: 'patient',
      verb: 'create',
      scope: 'branch',
      needsApproval: false,
      isMasked: false,
    });
    expect(answer.headers.getSetCookie()[0]).toMatch(/Path=\/api\/staff; HttpOnly/);
    const as = cookiesOf(answer.headers);
    expect((await app.call('getStaffSession', { as })).body.staffId).toBe(staffId);
    expect(await auditOf(staffId, 'staff.sign-in')).toMatchObject([{ outcome: 'ok' }]);
    expect((await app.call('staffSignOut', { as })).status).toBe(204);
    expect((await app.call('getStaffSession', { as })).status).toBe(401);
  });

  it('answers an unknown user like a wrong password', async () => {
    const { username } = await aStaffMember();
    const wrong = await signIn(username, 'wrong');
    const unknown = await signIn('nobody-here', 'wrong');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect({ ...unknown.error, requestId: '' }).toEqual({ ...wrong.error, requestId: '' });
  });

  it('does not know those who left', async () => {
    const { staffId, username } = await aStaffMember();
    await app.sql.query(`update staff set is_active = false where id = $1`, [staffId]);
    expect((await signIn(username)).error?.code).toBe('INVALID_CREDENTIALS');
  });
});

describe('lock-out', () => {
  it('lets five of ten wrong passwords at once through, then nobody for a quarter of an hour', async () => {
    const { staffId, username } = await aStaffMember();
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn(username, 'wrong')));
    const codes = answers.map(({ error }) => error?.code);
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5);
    expect(codes.filter((code) => code === 'ACCOUNT_LOCKED')).toHaveLength(5);
    const right = await signIn(username);
    expect(right.error?.code).toBe('ACCOUNT_LOCKED');
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(890);
    expect(await auditOf(staffId, 'staff.lock-out')).toHaveLength(1);
    await app.sql.query(`update staff set locked_until = now() where id = $1`, [staffId]);
    expect((await signIn(username, 'wrong')).error?.code).toBe('INVALID_CREDENTIALS');
    expect((await signIn(username)).status).toBe(200);
  });

  it('comes to a name that nobody bears just the same', async () => {
    const { username } = await aStaffMember();
    const unknown = `nobody${++counter}`;
    const answersTo = async (name: string) => {
      const answers = [];
      for (let attempt = 0; attempt < 7; attempt++) answers.push(await signIn(name, 'wrong'));
      return answers.map(({ status, error, headers }) => ({
        status,
        error: { ...error, requestId: '' },
        isToldToWait: Number(headers.get('retry-after')) > 890,
      }));
    };
    const answers = await answersTo(unknown);
    expect(answers.map(({ error }) => error.code)).toEqual([
      ...Array<string>(5).fill('INVALID_CREDENTIALS'),
      'ACCOUNT_LOCKED',
      'ACCOUNT_LOCKED',
    ]);
    expect(answers).toEqual(await answersTo(username));
    expect((await signIn(unknown.toUpperCase(), 'wrong')).error?.code).toBe('ACCOUNT_LOCKED');
    const atOnce = await Promise.all(
      Array.from({ length: 10 }, () => signIn(`${unknown}x`, 'wrong')),
    );
    expect(atOnce.filter(({ error }) => error?.code === 'ACCOUNT_LOCKED')).toHaveLength(5);
  });

  it('forgets failures after a success', async () => {
    const { username } = await aStaffMember();
    for (let round = 0; round < 2; round++) {
      for (let attempt = 0; attempt < 4; attempt++) await signIn(username, 'wrong');
      expect((await signIn(username)).status).toBe(200);
    }
  });

  it('follows the settings', async () => {
    const admin = await signInStaff(app, { role: 'super-admin' });
    const body = { value: 3, reason: '收紧登录', version: 0 };
    const params = { key: 'staff.lockoutFailures' };
    expect((await app.call('updateSetting', { params, body, as: admin.as })).status).toBe(200);
    const { username } = await aStaffMember();
    for (let attempt = 0; attempt < 3; attempt++) await signIn(username, 'wrong');
    expect((await signIn(username)).error?.code).toBe('ACCOUNT_LOCKED');
    await app.call('updateSetting', {
      params,
      body: { ...body, value: 5, version: 1 },
      as: admin.as,
    });
  });
});

describe('a first password', () => {
  it('opens nothing but changing it, and changing ends other sessions', async () => {
    const { username } = await aStaffMember('super-admin', true);
    const other = cookiesOf((await signIn(username)).headers);
    const answer = await signIn(username);
    expect(answer.body.mustChangePassword).toBe(true);
    const as = cookiesOf(answer.headers);
    expect((await app.call('listStaff', { as })).error?.code).toBe('PASSWORD_CHANGE_REQUIRED');
    const change = (currentPassword: string, newPassword: string) =>
      app.call('changeStaffPassword', { body: { currentPassword, newPassword }, as });
    expect((await change('wrong', 'Lhasa.train-2406')).error?.code).toBe('INVALID_CREDENTIALS');
    for (const bad of [password, `X-${username}-77`, 'Password123!']) {
      expect((await change(password, bad)).error?.fields).toHaveProperty(['body.newPassword']);
    }
    const changed = await change(password, 'Lhasa.train-2406');
    expect(changed.body.mustChangePassword).toBe(false);
    expect((await app.call('listStaff', { as })).status).toBe(200);
    expect((await app.call('getStaffSession', { as: other })).status).toBe(401);
    expect((await signIn(username)).error?.code).toBe('INVALID_CREDENTIALS');
    expect((await signIn(username, 'Lhasa.train-2406')).status).toBe(200);
  });
});

describe('the dynamic code', () => {
  it('is enrolled by proof, asked for, and used once', async () => {
    const { username, staffId } = await aStaffMember();
    const as = cookiesOf((await signIn(username)).headers);
    const early = await app.call('confirmTotpEnrolment', { body: { totp: '123456' }, as });
    expect(early.error?.code).toBe('INVALID_STATE');
    const started = await app.call('startTotpEnrolment', { body: { password }, as });
    const totp = new TOTP({ secret: started.body.secret });
    expect(started.body.otpauthUrl).toContain(started.body.secret);
    const enrolled = totp.generate();
    const confirmed = await app.call('confirmTotpEnrolment', { body: { totp: enrolled }, as });
    expect(confirmed.body.isTotpEnabled).toBe(true);
    expect((await signIn(username)).error?.code).toBe('TOTP_REQUIRED');
    expect((await signIn(username, password, enrolled)).error?.code).toBe('INVALID_CREDENTIALS');
    const next = totp.generate({ timestamp: Date.now() + 30_000 });
    const many = await Promise.all(
      Array.from({ length: 4 }, () => signIn(username, password, next)),
    );
    expect(many.filter(({ status }) => status === 200)).toHaveLength(1);
    const row = await app.sql.query<{ totp_secret_cipher: string }>(
      `select totp_secret_cipher from staff where id = $1`,
      [staffId],
    );
    expect(row.rows[0]!.totp_secret_cipher).not.toContain(started.body.secret);
  });

  it('is switched off by password and a fresh code', async () => {
    const { username, staffId } = await aStaffMember();
    const as = cookiesOf((await signIn(username)).headers);
    const off = (given: string, totp: string) =>
      app.call('removeTotp', { body: { password: given, totp }, as });
    expect((await off(password, '123456')).error?.code).toBe('INVALID_STATE');
    const { secret } = (await app.call('startTotpEnrolment', { body: { password }, as })).body;
    const code = new TOTP({ secret }).generate();
    await app.call('confirmTotpEnrolment', { body: { totp: code }, as });
    const again = await app.call('startTotpEnrolment', { body: { password }, as });
    expect(again.error?.code).toBe('INVALID_STATE');
    expect((await off(password, code)).error?.code).toBe('CODE_INVALID');
    await app.sql.query(`update staff set totp_last_step = null where id = $1`, [staffId]);
    expect((await off('wrong', code)).error?.code).toBe('INVALID_CREDENTIALS');
    expect((await off(password, code)).body.isTotpEnabled).toBe(false);
    expect((await signIn(username)).status).toBe(200);
  });
});

describe('a staff session', () => {
  it('ends by idling as the setting says, and after twelve hours', async () => {
    const { staffId, as } = await signInStaff(app, { role: 'front-desk' });
    const set = (sql: string) =>
      app.sql.query(`update staff_session set ${sql} where staff_id = $1`, [staffId]);
    await set(`last_seen_at = now() - interval '29 minutes'`);
    expect((await app.call('getStaffSession', { as })).status).toBe(200);
    await set(`last_seen_at = now() - interval '31 minutes'`);
    expect((await app.call('getStaffSession', { as })).status).toBe(401);
    await set(`last_seen_at = now(), expires_at = now() - interval '1 second'`);
    expect((await app.call('getStaffSession', { as })).status).toBe(401);
    const { username } = await aStaffMember();
    const { expiresAt } = (await signIn(username)).body;
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(11.9 * 3_600_000);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(12 * 3_600_000);
  });
});
