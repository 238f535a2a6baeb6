import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../test/support/app';
import { signInAccount, signInStaff } from '../../test/support/people';
import { lowestIdAt, realTime, Settings, systemActor } from '../kernel';
import { ForgetOldDeliveries } from '../modules/delivery/forget-old-deliveries.job';
import { ForgetOldDeliveryKeys } from '../modules/delivery/forget-old-delivery-keys.job';
import { ForgetOldCodes } from '../modules/identity/accounts/forget-old-codes.job';
import { ForgetOldSessions } from '../modules/identity/forget-old-sessions.job';
import { ForgetOldClaims } from '../modules/patients/portal/forget-old-claims.job';
import { ForgetOldNotifications } from '../modules/payments/forget-old-notifications.job';
import { ForgetOldKeys } from './upkeep';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

const hoursAgo = (hours: number) => new Date(realTime.now().getTime() - hours * 3_600_000);
const daysAgo = (days: number) => hoursAgo(24 * days);
/** As one made at that time; `newId` never goes back. */
const idOf = (made: Date) => lowestIdAt(made).slice(0, -12) + randomBytes(6).toString('hex');

async function keysOf(table: string, column: string): Promise<string[]> {
  const { rows } = await app.sql.query<{ key: string }>(
    `select ${column} as key from ${table} order by 1`,
  );
  return rows.map(({ key }) => key);
}

it('codes and claims are forgotten when no limit needs them any more', async () => {
  const { accountId } = await signInAccount(app);
  for (const at of [hoursAgo(20), hoursAgo(50)]) {
    await app.sql.query(
      `insert into sms_code (id, phone_index, purpose, code_hash, created_at, expires_at)
       values ($1, 'p', 'sign-in', 'h', $2, $2)`,
      [app.newId(), at],
    );
    await app.sql.query(
      `insert into patient_claim (id, account_id, request_cipher, target_index, code_hash, created_at, expires_at)
       values ($1, $2, 'c', 't', 'h', $3, $3)`,
      [app.newId(), accountId, at],
    );
  }
  await app.runJob(ForgetOldCodes);
  await app.runJob(ForgetOldClaims);
  for (const table of ['sms_code', 'patient_claim']) {
    const { rows } = await app.sql.query<{ left: number }>(
      `select count(*)::int as left from ${table} where code_hash = 'h'`,
    );
    expect(rows[0]!.left, table).toBe(1);
  }
});

describe('events', () => {
  const anEvent = (name: string, made: Date, handedOn: Date | null) =>
    app.sql.query(
      `insert into outbox (id, created_at, event, payload, processed_at)
       values ($1, $2, 'patient.registered', jsonb_build_object('name', $3::text), $4)`,
      [idOf(made), made, name, handedOn],
    );

  it('go two weeks after they were handed on, and never while they wait', async () => {
    await anEvent('waiting', daysAgo(400), null);
    await anEvent('old', daysAgo(15), daysAgo(15));
    await anEvent('handed on late', daysAgo(15), daysAgo(13));
    await anEvent('new', daysAgo(13), daysAgo(13));
    expect(await app.runJob(ForgetOldKeys)).toBe(1);
    expect(await keysOf('outbox', `payload ->> 'name'`)).toEqual([
      'handed on late',
      'new',
      'waiting',
    ]);
  });

  it('go in batches; the worker comes back until none is left', async () => {
    await app.sql.query(
      `insert into outbox (id, created_at, event, payload, processed_at)
       select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, 'patient.registered', '{}', $1
         from generate_series(1, 2500) n`,
      [daysAgo(30)],
    );
    expect(await app.runJob(ForgetOldKeys)).toBe(2_000);
    expect(await app.runJob(ForgetOldKeys)).toBe(500);
    expect(await app.runJob(ForgetOldKeys)).toBe(0);
  });
});

it('answers to repeated requests go after a day', async () => {
  for (const [key, at] of [
    ['day-old', hoursAgo(25)],
    ['fresh', hoursAgo(23)],
  ] as const) {
    await app.sql.query(
      `insert into idempotency_key (owner, key, operation, fingerprint, state, created_at)
       values ('o', $1, 'op', 'f', 'done', $2)`,
      [key, at],
    );
  }
  await app.runJob(ForgetOldKeys);
  expect(await keysOf('idempotency_key', 'key')).toEqual(['fresh']);
});

it('keys of messages go after half a year, unless the message still waits', async () => {
  const aKey = async (name: string, made: Date, state: string) => {
    const id = idOf(made);
    await app.sql.query(`insert into delivery_key (dedupe_key, delivery_id) values ($1, $2)`, [
      name,
      id,
    ]);
    await app.sql.query(
      `insert into delivery (id, created_at, kind, channel, target_cipher, template, params_cipher, state)
       values ($1, $2, 'appointment-booked', 'sms', 't', 'T', 'p', $3)`,
      [id, made, state],
    );
  };
  await aKey('old', daysAgo(181), 'sent');
  await aKey('old and waiting', daysAgo(181), 'queued');
  await aKey('recent', daysAgo(179), 'sent');
  expect(await app.runJob(ForgetOldDeliveryKeys)).toBe(1);
  expect(await keysOf('delivery_key', 'dedupe_key')).toEqual(['old and waiting', 'recent']);
});

it('messages go after the time the hospital sets; what still waits for us or for a person stays', async () => {
  const settings = await app.get(Settings);
  const keep = async (days: number) => {
    const version = (await settings.storedRows()).get('delivery.keptDays')?.version ?? 0;
    await settings.change(systemActor('test'), 'delivery.keptDays', days, '测试', version);
  };
  const aMessage = (template: string, made: Date, state: string, kind = 'visit', as?: string) =>
    app.sql.query(
      `insert into delivery (id, created_at, kind, channel, target_cipher, template, params_cipher, state,
         settled_at, settled_as)
       values ($1, $2::timestamptz, $3, 'sms', 't', $4, 'p', $5, case when $6::text is not null then $2::timestamptz end, $6)`,
      [idOf(made), made, kind, template, state, as ?? null],
    );
  await app.sql.query(`delete from delivery`);
  await aMessage('a delivered', daysAgo(366), 'delivered');
  await aMessage('b sent', daysAgo(366), 'sent');
  await aMessage('c old code', daysAgo(366), 'failed', 'code');
  await aMessage('d settled', daysAgo(366), 'failed', 'visit', 'discarded');
  await aMessage('e for a person', daysAgo(366), 'failed');
  await aMessage('f still to be sent', daysAgo(366), 'queued');
  await aMessage('g younger', daysAgo(91), 'delivered');
  expect(await app.runJob(ForgetOldDeliveries)).toBe(4);
  const left = ['e for a person', 'f still to be sent', 'g younger'];
  expect(await keysOf('delivery', 'template')).toEqual(left);
  await keep(90);
  expect(await app.runJob(ForgetOldDeliveries)).toBe(1);
  expect(await keysOf('delivery', 'template')).toEqual(left.slice(0, 2));
  await expect(keep(29)).rejects.toMatchObject({ code: 'INVALID_FIELD' });
});

it('notifications of payments go after half a year', async () => {
  for (const [id, at] of [
    ['old', daysAgo(181)],
    ['recent', daysAgo(179)],
  ] as const) {
    await app.sql.query(
      `insert into provider_event (provider, event_id, kind, outcome, received_at)
       values ('wechat-pay', $1, 'payment', 'done', $2)`,
      [id, at],
    );
  }
  await app.runJob(ForgetOldNotifications);
  expect(await keysOf('provider_event', 'event_id')).toEqual(['recent']);
});

it('sessions go a month after their end, names that nobody bears after a quarter', async () => {
  const account = await signInAccount(app);
  const staff = await signInStaff(app, { role: 'front-desk' });
  const left = async (table: string, owner: string, id: string) =>
    (await app.sql.query(`select 1 from ${table} where ${owner} = $1`, [id])).rowCount;
  const end = async (days: number) => {
    for (const table of ['account_session', 'staff_session']) {
      await app.sql.query(`update ${table} set expires_at = $1`, [daysAgo(days)]);
    }
    await app.runJob(ForgetOldSessions);
    return [
      await left('account_session', 'account_id', account.accountId),
      await left('staff_session', 'staff_id', staff.staffId),
    ];
  };
  expect(await end(29)).toEqual([1, 1]);
  expect(await end(31)).toEqual([0, 0]);
  await app.sql.query(
    `insert into staff_name_lock (name_index, failed_attempts, failed_at) values ('old', 1, $1), ('new', 1, $2)`,
    [daysAgo(91), daysAgo(89)],
  );
  await app.runJob(ForgetOldSessions);
  expect(await keysOf('staff_name_lock', 'name_index')).toEqual(['new']);
});
