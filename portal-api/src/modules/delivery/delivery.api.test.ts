import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MailSim, startMailSim } from '../../../dev/simulators/mail/server';
import { type SmsSim, startSmsSim } from '../../../dev/simulators/sms/server';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { deliveriesOf } from '../../../test/support/outgoing';
import { signInAccount } from '../../../test/support/people';
import { UnitOfWork } from '../../kernel';
import { smsSignature } from '../../adapters/sms/signing';
import { AskSmsReceipts } from './ask-sms-receipts.job';
import { Deliveries, type DeliveryRequest } from './deliveries';
import { Inbox } from './inbox';
import { SendDeliveries } from './send-deliveries.job';

let app: TestApp;
let sms: SmsSim;
let mail: MailSim;
let lastPhone = 13_500_000_000;

beforeAll(async () => {
  sms = await startSmsSim({ port: 0, accessKey: 'access', secret: 'secret', receiptDelayMs: 5 });
  mail = await startMailSim({ port: 0 });
  app = await startTestApp({ env: { SMS_BASE_URL: sms.url, SMTP_URL: mail.url } });
  sms.sendReceiptsTo(`${app.url}/api/callbacks/sms/receipts`);
});
afterAll(async () => {
  await app.close();
  await Promise.all([sms.close(), mail.close()]);
});
beforeEach(() => sms.faults.clear());

async function enqueue(changes: Partial<DeliveryRequest> = {}): Promise<string> {
  const deliveries = await app.get(Deliveries);
  const unitOfWork = await app.get(UnitOfWork);
  const to = changes.to ?? String(++lastPhone);
  const request: DeliveryRequest = {
    dedupeKey: `test:${app.newId()}`,
    kind: 'code',
    channel: 'sms',
    to,
    template: 'LOGIN_CODE',
    params: { code: '135790', minutes: '5' },
    ...changes,
  };
  await unitOfWork.run((tx) => deliveries.enqueue(tx, request));
  return to;
}

const round = () => app.runJob(SendDeliveries);
const makeDue = () => app.sql.query(`update delivery set next_attempt_at = now() - interval '1s'`);
const one = async (to: string) => (await deliveriesOf(app, to))[0];
const failedEvents = async (deliveryId: string) =>
  (
    await app.sql.query(
      `select 1 from outbox where event = 'delivery.failed' and payload->>'deliveryId' = $1`,
      [deliveryId],
    )
  ).rowCount;

async function until<T>(look: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  const end = performance.now() + 10_000;
  for (;;) {
    const value = await look();
    if (isRight(value) || performance.now() > end) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('sending', () => {
  it('brings an SMS to the phone and learns from the receipt that it arrived', async () => {
    const to = await enqueue();
    expect(await round()).toBe(1);
    expect(sms.state.latest(to)).toMatchObject({ code: '135790' });
    expect(sms.state.latest(to)?.text).toContain('135790');
    const delivered = await until(
      () => one(to),
      (row) => row?.state === 'delivered',
    );
    expect(delivered).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(await round()).toBe(0);
  });

  it('keeps number and text out of the table’s sight', async () => {
    const to = await enqueue();
    const { rows } = await app.sql.query(`select * from delivery`);
    expect(JSON.stringify(rows)).not.toContain(to);
    expect(JSON.stringify(rows)).not.toContain('135790');
  });

  it('queues once for one key, also when asked at the same time', async () => {
    const dedupeKey = `same:${app.newId()}`;
    const to = String(++lastPhone);
    await Promise.all(Array.from({ length: 8 }, () => enqueue({ dedupeKey, to })));
    expect(await deliveriesOf(app, to)).toHaveLength(1);
  });

  it('leaves nothing when the transaction around it fails', async () => {
    const deliveries = await app.get(Deliveries);
    const unitOfWork = await app.get(UnitOfWork);
    const to = String(++lastPhone);
    const params = { code: '135790', minutes: '5' };
    const request = { dedupeKey: 'gone', kind: 'code', channel: 'sms' as const, to, params };
    const failing = unitOfWork.run(async (tx) => {
      await deliveries.enqueue(tx, { ...request, template: 'LOGIN_CODE' });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await deliveriesOf(app, to)).toEqual([]);
  });

  it('sends each message once though several workers take at the same time', async () => {
    await makeDue();
    await round();
    const phones = await Promise.all(Array.from({ length: 30 }, () => enqueue()));
    const done = await Promise.all([round(), round(), round(), round()]);
    expect(done.reduce((sum, n) => sum + n, 0)).toBe(30);
    for (const to of phones) {
      expect(sms.state.messages.values().filter((message) => message.to === to)).toHaveLength(1);
    }
  });

  it('tries again after a passing trouble, under the same number for the vendor', async () => {
    sms.faults.set({ simulator: 'sms', kind: 'error', status: 503, count: 1 });
    const to = await enqueue();
    await round();
    expect(await one(to)).toMatchObject({ state: 'queued', attempts: 1 });
    expect(await round()).toBe(0);
    await makeDue();
    await round();
    expect(await one(to)).toMatchObject({ attempts: 2 });
    expect(sms.state.latest(to)).toMatchObject({ clientId: (await one(to))?.id });
  });

  it('does not send a second SMS when the answer was lost or the worker died after sending', async () => {
    sms.faults.set({ simulator: 'sms', kind: 'drop', count: 1 });
    const to = await enqueue();
    await round();
    const { rows } = await app.sql.query(
      `update delivery set state = 'queued', next_attempt_at = now() - interval '1s', vendor_id = null
        where id = $1 returning id`,
      [(await one(to))?.id],
    );
    expect(rows).toHaveLength(1);
    await round();
    expect(sms.state.messages.values().filter((message) => message.to === to)).toHaveLength(1);
    const settled = await until(
      () => one(to),
      (row) => row?.state !== 'queued',
    );
    expect(settled?.state).not.toBe('failed');
  });

  it('gives up a refused number at once and a silent vendor in the end, and says so', async () => {
    sms.faults.set({ simulator: 'sms', kind: 'error', code: 'MOBILE_NUMBER_ILLEGAL' });
    const refused = await enqueue();
    await round();
    const row = await one(refused);
    expect(row).toMatchObject({ state: 'failed', attempts: 1 });
    expect(await failedEvents(row?.id ?? '')).toBe(1);

    sms.faults.clear();
    sms.faults.set({ simulator: 'sms', kind: 'error', code: 'SYSTEM_BUSY' });
    const silent = await enqueue();
    for (let attempt = 0; attempt < 6; attempt++) {
      await makeDue();
      await round();
    }
    const given = await one(silent);
    expect(given).toMatchObject({ state: 'failed', attempts: 5 });
    expect(await failedEvents(given?.id ?? '')).toBe(1);
  });

  it('sends mail with one message number for all attempts', async () => {
    const to = 'ward@example.org';
    await enqueue({
      channel: 'mail',
      to,
      kind: 'report',
      template: '周报',
      params: { text: '本周预约 12 人' },
    });
    await round();
    expect(await one(to)).toMatchObject({ state: 'sent', attempts: 1 });
    expect(JSON.stringify(mail.mails.values())).toContain('周报');
  });
});

describe('receipts', () => {
  async function post(body: object, secret = 'secret'): Promise<number> {
    const text = JSON.stringify(body);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const parts = { path: '', timestamp, nonce: app.newId(), body: text };
    const response = await fetch(`${app.url}/api/callbacks/sms/receipts`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-sms-timestamp': timestamp,
        'x-sms-nonce': parts.nonce,
        'x-sms-signature': smsSignature(secret, parts),
      },
      body: text,
    });
    return response.status;
  }
  const receipt = (clientId: string, status: string) => ({
    receipts: [{ bizId: 'v1', clientId, status, reportTime: '2026-03-03T09:00:05+08:00' }],
  });

  it('may come before the answer, twice and out of order; delivered is the last word', async () => {
    const to = await enqueue();
    const id = (await one(to))?.id ?? '';
    expect(await post(receipt(id, 'FAILED'))).toBe(204);
    expect(await post(receipt(id, 'FAILED'))).toBe(204);
    expect((await one(to))?.state).toBe('failed');
    expect(await failedEvents(id)).toBe(1);
    expect(await post(receipt(id, 'DELIVERED'))).toBe(204);
    expect(await post(receipt(id, 'FAILED'))).toBe(204);
    expect((await one(to))?.state).toBe('delivered');
    await makeDue();
    await round();
    expect((await one(to))?.state).toBe('delivered');
  });

  it('count only when the vendor signed them', async () => {
    const to = await enqueue();
    const id = (await one(to))?.id ?? '';
    expect(await post(receipt(id, 'FAILED'), 'not-the-secret')).toBe(401);
    const bare = await app.call('receiveSmsReceipts', { body: receipt(id, 'FAILED') });
    expect(bare.error?.code).toBe('SIGNATURE_INVALID');
    expect((await one(to))?.state).toBe('queued');
  });

  it('are asked for when nobody listened as they came, a few times and ever less often', async () => {
    const ask = () => app.runJob(AskSmsReceipts);
    await app.sql.query(`delete from delivery`);
    sms.sendReceiptsTo(`${app.url}/nobody-listens-here`);
    const send = async (fault?: 'undelivered' | 'lost') => {
      if (fault) sms.faults.set({ simulator: 'sms', kind: fault, count: 1 });
      const to = await enqueue();
      await round();
      await until(
        async () => sms.state.latest(to),
        (message) => message !== undefined && message.status !== 'sent',
      );
      return to;
    };
    const [reached, unreached, lost] = [
      await send(),
      await send('undelivered'),
      await send('lost'),
    ];
    sms.sendReceiptsTo(`${app.url}/api/callbacks/sms/receipts`);
    expect(await ask()).toBe(0);
    await makeDue();
    sms.faults.set({ simulator: 'sms', kind: 'error', code: 'SYSTEM_BUSY', count: 1 });
    expect(await ask()).toBe(3);
    expect((await one(reached))?.state).toBe('sent');
    await makeDue();
    expect(await ask()).toBe(3);
    expect((await one(reached))?.state).toBe('delivered');
    const failed = await one(unreached);
    expect(failed?.state).toBe('failed');
    expect(await failedEvents(failed!.id)).toBe(1);
    // What the vendor knows nothing of either is given up in the end.
    for (let i = 2; i < 9; i++) {
      expect(await ask()).toBe(0);
      await makeDue();
      expect(await ask()).toBe(1);
    }
    await makeDue();
    expect(await ask()).toBe(0);
    expect((await one(lost))?.state).toBe('sent');
  });

  it('of messages unknown here change nothing', async () => {
    expect(await post(receipt('not-one-of-ours', 'DELIVERED'))).toBe(204);
    expect(await post(receipt(app.newId(), 'DELIVERED'))).toBe(204);
  });
});

describe('the inbox', () => {
  async function postTo(accountId: string, dedupeKey = app.newId()): Promise<void> {
    const inbox = await app.get(Inbox);
    const unitOfWork = await app.get(UnitOfWork);
    await unitOfWork.run((tx) =>
      inbox.post(tx, {
        accountId,
        patientId: null,
        kind: 'appointment-booked',
        title: '预约成功',
        body: '王*明已预约',
        appointmentId: null,
        dedupeKey,
      }),
    );
  }

  it('lists an account’s own messages, newest first, page by page', async () => {
    const account = await signInAccount(app);
    for (let n = 0; n < 5; n++) {
      app.clock.advance(1000);
      await postTo(account.accountId);
    }
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit: 2, ...(cursor ? { cursor } : {}) };
      const { body } = await app.call('listMyMessages', { as: account.as, query });
      seen.push(...body.items.map(({ createdAt }) => createdAt));
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...seen].sort().reverse());
    const nonsense = { as: account.as, query: { cursor: 'x' } };
    expect((await app.call('listMyMessages', nonsense)).status).toBe(422);
  });

  it('keeps one message per key and counts what is unread', async () => {
    const account = await signInAccount(app);
    const dedupeKey = app.newId();
    await Promise.all([1, 2, 3].map(() => postTo(account.accountId, dedupeKey)));
    await postTo(account.accountId);
    const unread = async () =>
      (await app.call('countMyUnreadMessages', { as: account.as })).body.unread;
    expect(await unread()).toBe(2);
    const [first] = (await app.call('listMyMessages', { as: account.as })).body.items;
    const params = { messageId: first?.id ?? '' };
    const read = await app.call('readMyMessage', { as: account.as, params });
    expect(read.body.readAt).not.toBeNull();
    app.clock.advance(60_000);
    const again = await app.call('readMyMessage', { as: account.as, params });
    expect(again.body.readAt).toBe(read.body.readAt);
    expect(await unread()).toBe(1);
    const stranger = await signInAccount(app);
    expect((await app.call('readMyMessage', { as: stranger.as, params })).status).toBe(404);
    expect((await app.call('readAllMyMessages', { as: account.as })).body).toEqual({ unread: 0 });
    expect(await unread()).toBe(0);
  });
});
