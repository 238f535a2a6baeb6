import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { aBranch, aDepartment } from '../../../../test/support/clinic';
import { signInStaff } from '../../../../test/support/people';

const password = 'Kx7#mQ2vLp-w';
let app: TestApp;
let adminId: string;
let as: Credentials;
let counter = 0;

beforeAll(async () => {
  app = await startTestApp();
  const admin = await signInStaff(app, { role: 'super-admin', name: '林主任' });
  adminId = admin.staffId;
  as = admin.as;
});
afterAll(() => app.close());

const aClerk = (more: object = {}) => ({
  username: `nurse${++counter}`,
  password,
  name: '李娜',
  phone: '13800001111',
  roles: ['nurse'],
  ...more,
});
const create = (more: object = {}) => app.call('createStaff', { body: aClerk(more), as });
const update = (staffId: string, body: object, by = as) =>
  app.call('updateStaff', { params: { staffId }, body, as: by });

describe('staff members', () => {
  it('are added with a first password, listed, found and paged', async () => {
    const branchId = await aBranch(app);
    const departmentId = await aDepartment(app, branchId);
    const created = await create({ name: '欧阳静', branchId, departmentId });
    expect(created.body).toMatchObject({
      name: '欧阳静',
      phoneMasked: '138****1111',
      roles: ['nurse'],
      branchId,
      departmentId,
      isActive: true,
      isLocked: false,
      version: 1,
    });
    const signedIn = await app.call('staffSignIn', {
      body: { username: created.body.username, password },
    });
    expect(signedIn.body.mustChangePassword).toBe(true);
    const found = await app.call('listStaff', { query: { q: '阳静' }, as });
    expect(found.body.items.map(({ id }) => id)).toEqual([created.body.id]);
    expect((await app.call('listStaff', { query: { q: '%' }, as })).body.items).toEqual([]);
    const inBranch = await app.call('listStaff', { query: { branchId, role: 'nurse' }, as });
    expect(inBranch.body.items).toHaveLength(1);
    await create();
    const first = await app.call('listStaff', { query: { limit: 1 }, as });
    const cursor = first.body.nextCursor!;
    const second = await app.call('listStaff', { query: { limit: 1, cursor }, as });
    expect(second.body.items[0]!.id).not.toBe(first.body.items[0]!.id);
    const bad = await app.call('listStaff', { query: { cursor: 'x' }, as });
    expect(bad.error?.code).toBe('INVALID_FIELD');
  });

  it('cannot be added wrongly', async () => {
    const { username } = (await create()).body;
    const branchId = await aBranch(app);
    const elsewhere = await aDepartment(app, await aBranch(app));
    const cases: [object, string][] = [
      [{ username }, 'body.username'],
      [{ password: 'Password123!' }, 'body.password'],
      [{ password: 'short' }, 'body.password'],
      [{ roles: [] }, 'body.roles'],
      [{ roles: ['doctor'] }, 'body.doctorId'],
      [{ branchId, departmentId: elsewhere }, 'body.departmentId'],
      [{ branchId: app.newId() }, 'body.branchId'],
      [{ teamId: app.newId() }, 'body.teamId'],
    ];
    for (const [more, path] of cases) {
      const refused = await create(more);
      expect(refused.error?.fields, path).toHaveProperty([path]);
    }
  });

  it('keep the phone on file when none is sent, and lose it when it is emptied', async () => {
    const { id, version, name } = (await create()).body;
    const kept = await update(id, { name, roles: ['nurse'], version });
    expect(kept.body.phoneMasked).toBe('138****1111');
    const emptied = await update(id, { name, roles: ['nurse'], phone: '', version: 2 });
    expect(emptied.body.phoneMasked).toBe('');
    const stale = await update(id, { name, roles: ['nurse'], version });
    expect(stale.error?.code).toBe('VERSION_CONFLICT');
  });

  it('are signed out when their rights change, not when their name does', async () => {
    const clerk = await signInStaff(app, { role: 'nurse' });
    const renamed = await update(clerk.staffId, { name: '李娜娜', roles: ['nurse'], version: 1 });
    expect(renamed.status).toBe(200);
    expect((await app.call('getStaffSession', { as: clerk.as })).status).toBe(200);
    await update(clerk.staffId, { name: '李娜娜', roles: ['front-desk'], version: 2 });
    expect((await app.call('getStaffSession', { as: clerk.as })).status).toBe(401);
    const audit = await app.sql.query(
      `select action, detail from audit_event where resource_id = $1 order by at, id`,
      [clerk.staffId],
    );
    expect(audit.rows.at(-1)).toMatchObject({
      action: 'staff.change-rights',
      detail: { changed: ['roles'], rolesBefore: ['nurse'], roles: ['front-desk'] },
    });
  });

  it('start over with a new first password', async () => {
    const clerk = await signInStaff(app, { role: 'nurse' });
    await app.sql.query(
      `update staff set locked_until = now() + interval '1 h', totp_secret_cipher = 'x' where id = $1`,
      [clerk.staffId],
    );
    const reset = (staffId: string) =>
      app.call('resetStaffPassword', { params: { staffId }, body: { password }, as });
    const done = await reset(clerk.staffId);
    expect(done.body).toMatchObject({ isLocked: false, isTotpEnabled: false });
    expect((await app.call('getStaffSession', { as: clerk.as })).status).toBe(401);
    const again = await app.call('staffSignIn', {
      body: { username: done.body.username, password },
    });
    expect(again.body.mustChangePassword).toBe(true);
    expect((await reset(adminId)).error?.code).toBe('FORBIDDEN');
    expect((await reset(app.newId())).error?.code).toBe('NOT_FOUND');
  });
});

describe('the last super administrator', () => {
  it('stays, also when two remove each other at once', async () => {
    const demotion = { name: '林主任', roles: ['president'], version: 1 };
    const alone = await update(adminId, demotion);
    expect(alone.error?.code).toBe('CONFLICT');
    const disabled = await update(adminId, {
      name: '林主任',
      roles: ['super-admin'],
      isActive: false,
      version: 1,
    });
    expect(disabled.error?.code).toBe('CONFLICT');
    const second = await signInStaff(app, { role: 'super-admin' });
    const answers = await Promise.all([
      update(second.staffId, demotion, as),
      update(adminId, demotion, second.as),
    ]);
    const left = await app.sql.query<{ staff_id: string }>(
      `select staff_id from staff_role where role_id = 'super-admin'`,
    );
    expect(left.rows).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    if (left.rows[0]!.staff_id !== adminId) as = second.as;
  });
});

describe('teams and roles', () => {
  it('are listed, added, renamed and counted', async () => {
    const made = await app.call('createTeam', { body: { name: '发展一组' }, as });
    expect(made.body).toMatchObject({ name: '发展一组', members: 0, version: 1 });
    const teamId = made.body.id;
    await create({ teamId });
    const taken = await app.call('createTeam', { body: { name: '发展一组' }, as });
    expect(taken.error).toMatchObject({
      code: 'NAME_TAKEN',
      fields: { 'body.name': expect.any(String) },
    });
    const rename = (version: number, id = teamId) =>
      app.call('updateTeam', { params: { teamId: id }, body: { name: '发展二组', version }, as });
    expect((await rename(1)).body).toMatchObject({ name: '发展二组', members: 1, version: 2 });
    expect((await rename(1)).error?.code).toBe('VERSION_CONFLICT');
    expect((await rename(1, app.newId())).error?.code).toBe('NOT_FOUND');
    expect((await app.call('listTeams', { as })).body.items).toHaveLength(1);
    const roles = (await app.call('listRoles', { as })).body.items;
    expect(roles).toHaveLength(10);
    expect(roles[0]).toMatchObject({ id: 'super-admin', name: '超级管理员' });
    expect(roles[0]!.grants.some(({ resource }) => resource === 'patient')).toBe(false);
  });

  it('are closed to those without the right', async () => {
    const desk = await signInStaff(app, { role: 'front-desk' });
    for (const operation of ['listStaff', 'listTeams', 'listRoles', 'listAuditEvents'] as const) {
      expect((await app.call(operation, { as: desk.as })).error?.code).toBe('FORBIDDEN');
    }
    const president = await signInStaff(app, { role: 'president' });
    expect((await app.call('listStaff', { as: president.as })).status).toBe(200);
    const refused = await app.call('createStaff', { body: aClerk(), as: president.as });
    expect(refused.error?.code).toBe('FORBIDDEN');
  });
});
