import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { aBranch, aDepartment } from '../../../../test/support/clinic';
import { aDevice, signInStaff } from '../../../../test/support/people';

let app: TestApp;
let branchId: string;
let admin: Credentials;

beforeAll(async () => {
  app = await startTestApp();
  admin = (await signInStaff(app, { role: 'super-admin' })).as;
});
afterAll(() => app?.close());
beforeEach(async () => {
  branchId = await aBranch(app);
});

let sequence = 0;
const create = async (kind: 'board' | 'kiosk', more: object = {}, as = admin) =>
  app.call('createDevice', {
    as,
    body: { kind, branchId, name: `大屏 ${++sequence}`, ...more },
  });
const pair = (code: string, kind: 'board' | 'kiosk' = 'board') =>
  app.call('pairDevice', { body: { code, kind } });

/** The cookies of an answer, as the browser sends them back. */
function cookiesOf(answer: { headers: Headers }): Credentials {
  const pairs = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!);
  const csrf = pairs.find((text) => text.startsWith('csrf_board='))!.slice('csrf_board='.length);
  return { cookie: pairs.join('; '), 'x-csrf': csrf };
}

describe('pairing', () => {
  it('lets a device in by its code, with cookies that no page can read', async () => {
    const departmentId = await aDepartment(app, branchId);
    const made = await create('board', { departmentIds: [departmentId] });
    expect(made.body).toMatchObject({ device: { isPaired: false, lastSeenAt: null } });
    const paired = await pair(made.body.code);
    expect(paired.body).toMatchObject({ deviceId: made.body.device.id, kind: 'board' });
    expect(paired.body.departmentNames).toHaveLength(1);
    const [token, csrf] = paired.headers.getSetCookie();
    expect(token).toMatch(
      /^suizhen_board=[\w-]{43}; Path=\/api\/board; HttpOnly; .*SameSite=Strict/,
    );
    expect(csrf).toMatch(/^csrf_board=[\w-]{43}; Path=\/; /);
    const session = await app.call('getDeviceSession', { as: cookiesOf(paired) });
    expect(session.body).toEqual(paired.body);
    const listed = await app.call('listDevices', { as: admin });
    expect(listed.body.items.find(({ id }) => id === made.body.device.id)).toMatchObject({
      isPaired: true,
      lastSeenAt: expect.any(String),
    });
    const stored = await app.sql.query(`select * from device where id = $1`, [made.body.device.id]);
    expect(JSON.stringify(stored.rows)).not.toContain(cookiesOf(paired)['cookie']!.slice(14, 50));
  });

  it('takes a code once, however many bring it at once', async () => {
    const { code } = (await create('board')).body;
    const answers = await Promise.all(Array.from({ length: 10 }, () => pair(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await pair(code)).error?.code).toBe('CODE_INVALID');
  });

  it('takes no code of another kind, and none that is older than fifteen minutes', async () => {
    const { code, device } = (await create('kiosk')).body;
    expect((await pair(code, 'board')).error?.code).toBe('CODE_INVALID');
    await app.sql.query(
      `update device set pairing_expires_at = now() - interval '1 second' where id = $1`,
      [device.id],
    );
    expect((await pair(code, 'kiosk')).error?.code).toBe('CODE_INVALID');
  });

  it('ends the token in use when a new code is made, and for good when revoked', async () => {
    const made = await create('board');
    const before = cookiesOf(await pair(made.body.code));
    const params = { deviceId: made.body.device.id };
    const renewed = await app.call('renewDevicePairing', { as: admin, params });
    expect((await app.call('getDeviceSession', { as: before })).status).toBe(401);
    const after = cookiesOf(await pair(renewed.body.code));
    expect((await app.call('getDeviceSession', { as: after })).status).toBe(200);
    const revoked = await app.call('revokeDevice', { as: admin, params });
    expect(revoked.body).toMatchObject({ isRevoked: true, isPaired: false });
    expect((await app.call('getDeviceSession', { as: after })).status).toBe(401);
    expect((await app.call('renewDevicePairing', { as: admin, params })).status).toBe(404);
  });
});

it('keeps names apart within a branch, and lets a revoked name be given again', async () => {
  const name = '一楼大厅';
  const first = await create('board', { name });
  expect((await create('kiosk', { name })).error).toMatchObject({ code: 'NAME_TAKEN' });
  await app.call('revokeDevice', { as: admin, params: { deviceId: first.body.device.id } });
  expect((await create('kiosk', { name })).status).toBe(200);
});

it('takes departments of its own branch only', async () => {
  const elsewhere = await aDepartment(app, await aBranch(app));
  const answer = await create('board', { departmentIds: [elsewhere] });
  expect(answer.error?.fields).toHaveProperty('body.departmentIds');
});

it('leaves a manager the devices of the own branch', async () => {
  const manager = (await signInStaff(app, { role: 'manager', branchId: await aBranch(app) })).as;
  const { device } = (await create('board')).body;
  const params = { deviceId: device.id };
  expect((await create('board', {}, manager)).error?.code).toBe('NOT_FOUND');
  for (const id of ['revokeDevice', 'renewDevicePairing'] as const) {
    expect((await app.call(id, { as: manager, params })).error?.code).toBe('NOT_FOUND');
  }
  const listed = await app.call('listDevices', { as: manager });
  expect(listed.body.items.map(({ id }) => id)).not.toContain(device.id);
});

it('refuses a stale version, and a write without the CSRF header', async () => {
  const { device } = (await create('board')).body;
  const body = { name: '新名字', departmentIds: [], version: device.version };
  const params = { deviceId: device.id };
  expect((await app.call('updateDevice', { as: admin, params, body })).status).toBe(200);
  const stale = await app.call('updateDevice', { as: admin, params, body });
  expect(stale.error?.code).toBe('VERSION_CONFLICT');
  const kiosk = await aDevice(app, { kind: 'kiosk', branchId });
  const { cookie } = kiosk.as as { cookie: string };
  const posted = await app.call('checkInAtKiosk', {
    as: { cookie },
    body: { ticket: 'x'.repeat(20) },
  });
  expect(posted.error?.code).toBe('CSRF_FAILED');
});

it('shuts a kiosk out of the board, and a board out of the kiosk', async () => {
  const board = await aDevice(app, { kind: 'board', branchId });
  const kiosk = await aDevice(app, { kind: 'kiosk', branchId });
  expect((await app.call('getBoard', { as: kiosk.as })).error?.code).toBe('FORBIDDEN');
  const found = await app.call('findKioskVisits', {
    as: board.as,
    body: { by: 'code', code: 'ABCDEFGH' },
  });
  expect(found.error?.code).toBe('FORBIDDEN');
});
