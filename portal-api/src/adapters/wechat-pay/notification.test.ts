import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../../dev/simulators/testing/merchant-endpoint';
import { SignatureError } from './errors';
import { payTestBench, type PayTestBench } from '../../../dev/simulators/testing/pay-test-bench';
import type { JsapiOrder, RawNotification } from './ports';

let bench: PayTestBench;

beforeEach(async () => {
  bench = await payTestBench();
});

afterEach(() => bench.close());

async function createdOrder(): Promise<JsapiOrder> {
  const order = bench.anOrder();
  await bench.provider.createJsapi(order);
  return order;
}

async function aGenuineNotification(): Promise<RawNotification & { rawBody: string }> {
  const order = await createdOrder();
  await bench.sim.orders.pay(order.outTradeNo);
  const call = bench.shop.received.at(-1);
  if (!call) throw new Error('nothing arrived');
  return call;
}

async function faultOf(notification: RawNotification, provider = bench.provider): Promise<string> {
  const error: unknown = await provider.parseNotification(notification).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(SignatureError);
  return (error as SignatureError).fault;
}

describe('a genuine notification', () => {
  it('tells who paid what', async () => {
    const order = await createdOrder();
    await bench.sim.orders.pay(order.outTradeNo);
    expect(await bench.notifications()).toMatchObject([
      {
        kind: 'payment',
        outTradeNo: order.outTradeNo,
        currency: 'CNY',
        payment: { kind: 'paid', amountFen: 2500, payerOpenid: 'oPatient0001' },
      },
    ]);
  });

  it('is read from bytes as well as from text', async () => {
    const call = await aGenuineNotification();
    const rawBody = Buffer.from(call.rawBody, 'utf8');
    expect((await bench.provider.parseNotification({ ...call, rawBody })).kind).toBe('payment');
  });

  it('comes again with the same id until it is answered', async () => {
    bench.shop.answers.push(500, 500);
    const order = await createdOrder();
    await bench.sim.orders.pay(order.outTradeNo);
    await eventually(() => bench.shop.received.length === 3 || undefined);
    const ids = (await bench.notifications()).map((notice) => notice.eventId);
    expect(new Set(ids).size).toBe(1);
    // The shop has the call before the sender has the shop's answer.
    const state = () => bench.sim.records.notices.values()[0]?.state;
    await eventually(() => state() === 'delivered' || undefined);
  });

  it('comes five times at once when so wished', async () => {
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'duplicate', value: 5, count: 1 });
    await aGenuineNotification();
    expect(bench.shop.received).toHaveLength(5);
    expect(new Set((await bench.notifications()).map((notice) => notice.eventId)).size).toBe(1);
  });

  it('may come before the create call returns', async () => {
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'early', count: 1 });
    const order = bench.anOrder();
    const creating = bench.provider.createJsapi(order);
    await eventually(() => bench.shop.received.length === 1 || undefined);
    expect((await bench.notifications())[0]).toMatchObject({ outTradeNo: order.outTradeNo });
    await creating;
  });

  it('may be overtaken by a later one', async () => {
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'reorder', count: 1 });
    const first = await createdOrder();
    const second = await createdOrder();
    await bench.sim.orders.pay(first.outTradeNo);
    expect(bench.shop.received).toHaveLength(0);
    await bench.sim.orders.pay(second.outTradeNo);
    const order = (await bench.notifications()).map((notice) => notice.outTradeNo);
    expect(order).toEqual([second.outTradeNo, first.outTradeNo]);
  });

  it('may be late, or lost and then sent by hand', async () => {
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'notify-delay', value: 50, count: 1 });
    await bench.sim.orders.pay((await createdOrder()).outTradeNo);
    expect(bench.shop.received).toHaveLength(0);
    await eventually(() => bench.shop.received.length === 1 || undefined);
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
    const { notice } = await bench.sim.orders.pay((await createdOrder()).outTradeNo);
    expect(notice.state).toBe('lost');
    expect(bench.shop.received).toHaveLength(1);
    expect((await bench.sim.notifier.sendNow(notice.id)).state).toBe('delivered');
  });

  it('carries the amount it carries: comparing it is the product’s business', async () => {
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'wrong-amount', value: 1, count: 1 });
    const { outTradeNo } = await createdOrder();
    await bench.sim.orders.pay(outTradeNo);
    expect((await bench.notifications())[0]).toMatchObject({ payment: { amountFen: 1 } });
    expect((await bench.provider.query(outTradeNo)).amountFen).toBe(2500);
  });
});

describe('a forged notification', () => {
  it('is refused when it is not signed by the company', async () => {
    const order = await createdOrder();
    await bench.sim.orders.forgePayment(order.outTradeNo);
    const call = bench.shop.received.at(-1);
    expect(await faultOf(call as RawNotification)).toBe('bad-signature');
    expect((await bench.provider.query(order.outTradeNo)).kind).toBe('not-paid');
  });

  it('is followed by the genuine one when only this delivery was forged', async () => {
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'forged', count: 1 });
    bench.shop.answers.push(401);
    await bench.sim.orders.pay((await createdOrder()).outTradeNo);
    await eventually(() => bench.shop.received.length === 2 || undefined);
    const [forged, genuine] = bench.shop.received;
    expect(await faultOf(forged as RawNotification)).toBe('bad-signature');
    expect((await bench.provider.parseNotification(genuine as RawNotification)).kind).toBe(
      'payment',
    );
  });

  it('is refused when a character, a header or the time is changed', async () => {
    const call = await aGenuineNotification();
    const changed = (headers: Record<string, string>, rawBody = call.rawBody) => ({
      headers: { ...call.headers, ...headers },
      rawBody,
    });
    const body = call.rawBody.replace('TRANSACTION', 'TRANSACTIOM');
    expect(await faultOf(changed({}, body))).toBe('bad-signature');
    expect(await faultOf(changed({ 'wechatpay-nonce': 'other' }))).toBe('bad-signature');
    expect(await faultOf(changed({ 'wechatpay-signature': 'no base64 €' }))).toBe('bad-signature');
    expect(await faultOf(changed({ 'wechatpay-timestamp': 'soon' }))).toBe('stale');
    expect(await faultOf({ headers: {}, rawBody: call.rawBody })).toBe('missing-headers');
    const probe = { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc=' };
    expect(await faultOf(changed(probe))).toBe('probe');
  });

  it('is refused when it is five minutes old', async () => {
    const call = await aGenuineNotification();
    const later = bench.providerWith({ now: () => Date.now() + 301_000 });
    expect(await faultOf(call, later)).toBe('stale');
  });

  it('is refused when it is meant for another merchant, app or key', async () => {
    const call = await aGenuineNotification();
    expect(await faultOf(call, bench.providerWith({ mchId: '1900000009' }))).toBe(
      'foreign-merchant',
    );
    expect(await faultOf(call, bench.providerWith({ appId: 'wxother' }))).toBe('foreign-merchant');
    const otherKey = bench.providerWith({ apiV3Key: '0'.repeat(32) });
    expect(await faultOf(call, otherKey)).toBe('undecryptable');
  });
});

describe('an unknown serial number', () => {
  it('is not looked up in public-key mode', async () => {
    const call = await aGenuineNotification();
    const headers = { ...call.headers, 'wechatpay-serial': 'UNKNOWN' };
    expect(await faultOf({ ...call, headers })).toBe('unknown-serial');
    expect(bench.sim.certificateDownloads()).toBe(0);
  });

  it('starts one download of certificates, however many arrive', async () => {
    await bench.close();
    bench = await payTestBench('certificate');
    const call = await aGenuineNotification();
    expect(bench.sim.certificateDownloads()).toBe(1);
    const forged = (n: number) => ({
      ...call,
      headers: { ...call.headers, 'wechatpay-serial': `UNKNOWN${n}` },
    });
    await Promise.all(Array.from({ length: 50 }, (_, n) => faultOf(forged(n))));
    expect(bench.sim.certificateDownloads()).toBe(1);
  });

  it('is learnt when the company has changed its certificate', async () => {
    await bench.close();
    bench = await payTestBench('certificate');
    const call = await aGenuineNotification();
    const fresh = bench.providerWith({});
    const parsed = await Promise.all([
      fresh.parseNotification(call),
      fresh.parseNotification(call),
    ]);
    expect(parsed.map((notice) => notice.kind)).toEqual(['payment', 'payment']);
    expect(bench.sim.certificateDownloads()).toBe(2);
  });
});
