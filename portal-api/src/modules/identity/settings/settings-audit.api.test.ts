import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { signInStaff } from '../../../../test/support/people';

let app: TestApp;
let as: Credentials;
let adminId: string;

beforeAll(async () => {
  app = await startTestApp();
  const admin = await signInStaff(app, { role: 'super-admin', name: '林主任' });
  as = admin.as;
  adminId = admin.staffId;
});
afterAll(() => app.close());

const params = { key: 'staff.idleMinutes' };
const change = (value: unknown, version: number) =>
  app.call('updateSetting', { params, body: { value, reason: '按等保要求', version }, as });

describe('settings', () => {
  it('come with their schema and default', async () => {
    const { items } = (await app.call('listSettings', { as })).body;
    const idle = items.find(({ key }) => key === params.key)!;
    expect(idle).toMatchObject({
      group: '登录与安全',
      value: 30,
      defaultValue: 30,
      version: 0,
      updatedBy: null,
      schema: { type: 'integer', minimum: 5, maximum: 240 },
    });
  });

  it('are changed once per version, kept in history and in force at once', async () => {
    const answers = await Promise.all([10, 15, 20].map((value) => change(value, 0)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const changed = answers.find(({ status }) => status === 200)!.body;
    expect(changed).toMatchObject({ version: 1, updatedBy: '林主任' });
    const session = (await app.call('getStaffSession', { as })).body;
    expect(session.idleTimeoutSeconds).toBe(Number(changed.value) * 60);
    expect((await change(45, 1)).body).toMatchObject({ value: 45, version: 2 });
    const history = (await app.call('listSettingHistory', { params, as })).body.items;
    expect(history.map(({ version, reason }) => [version, reason])).toEqual([
      [2, '按等保要求'],
      [1, '按等保要求'],
    ]);
  });

  it('refuse what is senseless, unknown, or not theirs to change', async () => {
    const senseless = await change(1, 2);
    expect(senseless.error?.fields).toEqual({ 'body.value': '至少 5 分钟' });
    expect((await change('abc', 2)).status).toBe(422);
    const unknown = { key: 'no.suchThing' };
    const body = { value: 1, reason: '试一试', version: 0 };
    const missing = await app.call('updateSetting', { params: unknown, body, as });
    expect(missing.error?.code).toBe('NOT_FOUND');
    const noHistory = await app.call('listSettingHistory', { params: unknown, as });
    expect(noHistory.error?.code).toBe('NOT_FOUND');
    const president = await signInStaff(app, { role: 'president' });
    const refused = await app.call('updateSetting', { params, body, as: president.as });
    expect(refused.error?.code).toBe('FORBIDDEN');
    expect((await app.call('listSettings', { as: president.as })).status).toBe(200);
  });
});

describe('the audit', () => {
  it('is shown newest first, filtered and paged, and records who looked', async () => {
    const look = (query: Record<string, string | number>) =>
      app.call('listAuditEvents', { query, as });
    const changes = await look({ action: 'settings.update' });
    expect(changes.body.items[0]).toMatchObject({ actorName: '测试员工', outcome: 'refused' });
    expect(changes.body.items[1]).toMatchObject({
      actorKind: 'staff',
      actorName: '林主任',
      actionName: '修改设置',
      resourceId: params.key,
      reason: '按等保要求',
      outcome: 'ok',
    });
    const first = await look({ staffId: adminId, limit: 1 });
    expect(first.body.items[0]).toMatchObject({ action: 'audit.display', actionName: '查看审计' });
    const cursor = first.body.nextCursor!;
    const second = await look({ staffId: adminId, limit: 1, cursor });
    expect(second.body.items[0]!.id).not.toBe(first.body.items[0]!.id);
    const looks = await app.sql.query(
      `select detail from audit_event where action = 'audit.display' order by at, id`,
    );
    expect(looks.rows).toHaveLength(3);
    const today = '2026-03-03';
    expect((await look({ from: today, to: today })).body.items.length).toBeGreaterThan(3);
    expect((await look({ from: '2026-03-04' })).body.items).toEqual([]);
    expect((await look({ to: '2026-03-02' })).body.items).toEqual([]);
    expect((await look({ to: '2199-12-31', from: '1870-01-01' })).status).toBe(200);
    expect((await look({ to: '9999-12-31', from: '0001-01-01' })).status).toBe(422);
    expect((await look({ cursor: 'x' })).status).toBe(422);
  });

  it('cannot be changed, not even by the application', async () => {
    const { Client } = await import('pg');
    const client = new Client({ connectionString: app.database.url });
    await client.connect();
    await expect(client.query(`update audit_event set reason = ''`)).rejects.toThrow(/permission/);
    await expect(client.query(`delete from audit_event`)).rejects.toThrow(/permission/);
    await client.end();
  });
});
