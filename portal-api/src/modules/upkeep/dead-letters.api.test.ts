import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { deliveriesOf } from '../../../test/support/outgoing';
import { signInStaff, type TestStaff } from '../../../test/support/people';
import { KernelContext } from '../../kernel';

let app: TestApp;
let admin: TestStaff;
let lastPhone = 13_600_000_000;

beforeAll(async () => {
  app = await startTestApp();
  admin = await signInStaff(app, { role: 'super-admin' });
});
afterAll(() => app?.close());

const list = (kind: 'event' | 'delivery', more: object = {}) =>
  app.call('listDeadLetters', { as: admin.as, query: { kind, ...more } });
const requeue = (kind: string, deadLetterId: string, as = admin) =>
  app.call('requeueDeadLetter', { as: as.as, params: { kind, deadLetterId } });
const discard = (kind: string, deadLetterId: string, reason = '患者已到院') =>
  app.call('discardDeadLetter', {
    as: admin.as,
    params: { kind, deadLetterId },
    body: { reason },
  });

/** As the queue library lays it aside when the last try failed. */
async function aFailedEvent(source: string | null = 'announce-booked') {
  const [eventId, appointmentId] = [app.newId(), app.newId()];
  const { rows } = await app.sql.query<{ id: string }>(
    `insert into pgboss.job (name, data, output, source_name, source_retry_count)
     values ('dead-letters', $1, '{"message": "no visit of 13812345678"}', $2, 14) returning id`,
    [
      {
        payload: { appointmentId, note: '王小明' },
        meta: { eventId, occurredAt: app.clock.now().toISOString() },
      },
      source,
    ],
  );
  return { id: rows[0]!.id, eventId, appointmentId };
}

async function aFailedDelivery(kind = 'appointment-booked') {
  const { secrets } = await app.get(KernelContext);
  const id = app.newId();
  const [phone, patientId] = [String(++lastPhone), app.newId()];
  await app.sql.query(
    `insert into delivery (id, created_at, kind, channel, patient_id, target_cipher, template, params_cipher,
       state, attempts, last_error)
     values ($1, $2, $3, 'sms', $4, $5, 'BOOKED', $6, 'failed', 12, 'isv.MOBILE_NUMBER_ILLEGAL')`,
    [
      id,
      app.clock.now(),
      kind,
      patientId,
      secrets.encrypt(phone),
      secrets.encrypt('{"name":"王"}'),
    ],
  );
  return { id, phone, patientId };
}

async function auditOf(resourceId: string) {
  const { rows } = await app.sql.query(
    `select action, reason, actor_id, patient_id, detail from audit_event where resource_id = $1`,
    [resourceId],
  );
  return rows;
}

describe('events that failed for good', () => {
  it('are shown by what they are about, and nothing of their content', async () => {
    const { id, eventId, appointmentId } = await aFailedEvent();
    const { body } = await list('event');
    const letter = body.items.find((one) => one.id === id);
    expect(letter).toMatchObject({
      kind: 'event',
      name: '通知预约成功',
      source: 'announce-booked',
      attempts: 15,
      error: 'no visit of ***',
      ids: { appointmentId, eventId },
    });
    expect(JSON.stringify(body)).not.toMatch(/王小明|13812345678/);
  });

  it('go back to the queue they came from, once', async () => {
    const { id, eventId, appointmentId } = await aFailedEvent();
    const answers = await Promise.all([requeue('event', id), requeue('event', id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    const { rows } = await app.sql.query(
      `select state, retry_limit, retry_count, dead_letter, data from pgboss.job
        where name = 'announce-booked' and data -> 'meta' ->> 'eventId' = $1`,
      [eventId],
    );
    expect(rows).toMatchObject([
      {
        state: 'created',
        retry_limit: 14,
        retry_count: 0,
        dead_letter: 'dead-letters',
        data: { payload: { appointmentId } },
      },
    ]);
    expect(await auditOf(id)).toMatchObject([
      { action: 'dead-letter.requeue', actor_id: admin.staffId, detail: { appointmentId } },
    ]);
    expect((await list('event')).body.items.map((one) => one.id)).not.toContain(id);
  });

  it('stay where they are when their queue is gone', async () => {
    const { id } = await aFailedEvent('announce-nothing');
    expect((await requeue('event', id)).status).toBe(404);
    expect((await list('event')).body.items.map((one) => one.id)).toContain(id);
  });

  it('are laid aside for a reason', async () => {
    const { id } = await aFailedEvent();
    expect((await discard('event', id, '')).error?.fields).toHaveProperty(['body.reason']);
    expect((await discard('event', id)).status).toBe(204);
    expect((await discard('event', id)).status).toBe(404);
    expect(await auditOf(id)).toMatchObject([
      { action: 'dead-letter.discard', reason: '患者已到院' },
    ]);
  });

  it('come in pages, newest first', async () => {
    const first = (await list('event', { limit: 1 })).body;
    const second = (await list('event', { limit: 1, cursor: first.nextCursor! })).body;
    const all = (await list('event')).body.items.map(({ id }) => id);
    expect([first.items[0]!.id, second.items[0]!.id]).toEqual(all.slice(0, 2));
  });
});

describe('messages that were given up', () => {
  it('are sent again as new ones, once', async () => {
    const { id, phone, patientId } = await aFailedDelivery();
    const letter = (await list('delivery')).body.items.find((one) => one.id === id);
    expect(letter).toMatchObject({
      name: '短信：预约成功通知',
      attempts: 12,
      error: 'isv.MOBILE_NUMBER_ILLEGAL',
      ids: { deliveryId: id, patientId },
    });
    const answers = await Promise.all([requeue('delivery', id), requeue('delivery', id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    const deliveries = await deliveriesOf(app, phone);
    expect(deliveries.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['failed', 12],
      ['queued', 0],
    ]);
    expect(await auditOf(id)).toMatchObject([
      { action: 'dead-letter.requeue', patient_id: patientId },
    ]);
    expect((await list('delivery')).body.items.map((one) => one.id)).not.toContain(id);
  });

  it('are laid aside for a reason', async () => {
    const { id } = await aFailedDelivery();
    expect((await discard('delivery', id)).status).toBe(204);
    expect((await requeue('delivery', id)).status).toBe(404);
    expect(await auditOf(id)).toMatchObject([
      { action: 'dead-letter.discard', reason: '患者已到院' },
    ]);
  });

  it('are not codes: nobody sends an old one again', async () => {
    const { id } = await aFailedDelivery('code');
    expect((await list('delivery')).body.items.map((one) => one.id)).not.toContain(id);
    expect((await requeue('delivery', id)).status).toBe(404);
  });
});

it('whoever may not change settings tries nothing again, and the attempt is written down', async () => {
  const { id } = await aFailedEvent();
  const president = await signInStaff(app, { role: 'president' });
  expect((await requeue('event', id, president)).error?.code).toBe('FORBIDDEN');
  expect(await auditOf(id)).toMatchObject([
    { action: 'settings.update', detail: { operation: 'requeueDeadLetter' } },
  ]);
});

it('both are counted', async () => {
  await Promise.all([aFailedEvent(), aFailedDelivery()]);
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  const count = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(metrics)![1]);
  expect(count('suizhen_dead_letters')).toBe((await list('event')).body.items.length);
  expect(count('suizhen_failed_deliveries')).toBe((await list('delivery')).body.items.length);
});
