import { createVerify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chinaDay, HospitalClock } from '../../../dev/simulators/kernel/hospital-clock';
import { eventually } from '../../../dev/simulators/testing/merchant-endpoint';
import { ProviderRefused, ProviderUnavailable } from './errors';
import {
  payTestBench,
  type PayTestBench,
  type SignatureMode,
} from '../../../dev/simulators/testing/pay-test-bench';

let bench: PayTestBench;

afterEach(() => bench.close());

describe.each<SignatureMode>(['public-key', 'certificate'])('payments in %s mode', (mode) => {
  beforeEach(async () => {
    bench = await payTestBench(mode);
  });

  it('makes parameters that WeChat would accept for wx.requestPayment', async () => {
    const params = await bench.provider.createJsapi(bench.anOrder());
    expect(params).toMatchObject({ appId: bench.keys.appId, signType: 'RSA' });
    expect(params.package).toMatch(/^prepay_id=wx/);
    const signed = [params.appId, params.timeStamp, params.nonceStr, params.package, ''].join('\n');
    const check = createVerify('RSA-SHA256').update(signed);
    expect(check.verify(bench.keys.merchantPublicKey, params.paySign, 'base64')).toBe(true);
  });

  it('follows an order from creation to payment', async () => {
    const order = bench.anOrder();
    const { provider, sim } = bench;
    expect(await provider.query(order.outTradeNo)).toEqual({ kind: 'unknown-order' });
    await provider.createJsapi(order);
    expect((await provider.query(order.outTradeNo)).kind).toBe('not-paid');
    await sim.orders.pay(order.outTradeNo);
    const payment = await provider.query(order.outTradeNo);
    expect(payment).toMatchObject({ kind: 'paid', amountFen: 2500, payerOpenid: 'oPatient0001' });
    expect(payment.paidAt?.getTime()).toBeCloseTo(Date.now(), -4);
    expect(await provider.close(order.outTradeNo)).toBe('already-paid');
  });

  it('gives a QR code for browsers, payable once', async () => {
    const { openid: _, ...order } = bench.anOrder();
    const { codeUrl } = await bench.provider.createNative(order);
    expect(codeUrl).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=/);
    const found = bench.sim.orders.find({ codeUrl });
    expect(found?.outTradeNo).toBe(order.outTradeNo);
    await bench.sim.orders.pay(order.outTradeNo);
    await expect(bench.sim.orders.pay(order.outTradeNo)).rejects.toThrow();
  });

  it('closes an order, once more too, and never creates it again', async () => {
    const order = bench.anOrder();
    expect(await bench.provider.close(order.outTradeNo)).toBe('unknown-order');
    await bench.provider.createJsapi(order);
    expect(await bench.provider.close(order.outTradeNo)).toBe('closed');
    expect(await bench.provider.close(order.outTradeNo)).toBe('closed');
    expect((await bench.provider.query(order.outTradeNo)).kind).toBe('closed');
    await expect(bench.provider.createJsapi(order)).rejects.toMatchObject({ code: 'ORDER_CLOSED' });
  });

  it('repeats a creation with identical parameters only', async () => {
    const order = bench.anOrder();
    const first = await bench.provider.createJsapi(order);
    expect((await bench.provider.createJsapi(order)).package).toBe(first.package);
    const changed = bench.provider.createJsapi({ ...order, amountFen: 1 });
    await expect(changed).rejects.toMatchObject({ code: 'INVALID_REQUEST', retryable: false });
  });
});

describe('refunds', () => {
  beforeEach(async () => {
    bench = await payTestBench();
  });

  async function paidOrder() {
    const order = bench.anOrder();
    await bench.provider.createJsapi(order);
    await bench.sim.orders.pay(order.outTradeNo);
    return {
      outTradeNo: order.outTradeNo,
      outRefundNo: `R${order.outTradeNo}`,
      refundFen: 1000,
      totalFen: 2500,
      reason: '退号',
      notifyUrl: bench.shop.url,
    };
  }

  it('follows a refund to its end', async () => {
    const request = await paidOrder();
    expect(await bench.provider.queryRefund(request.outRefundNo)).toBeUndefined();
    const accepted = await bench.provider.refund(request);
    expect(accepted).toMatchObject({ kind: 'processing', refundFen: 1000 });
    await eventually(() => bench.shop.received.length === 2 || undefined);
    const finished = await bench.provider.queryRefund(request.outRefundNo);
    expect(finished).toMatchObject({ kind: 'success', refundId: accepted.refundId });
    expect(finished?.refundedAt).toBeInstanceOf(Date);
    expect((await bench.provider.query(request.outTradeNo)).kind).toBe('refunded');
    expect((await bench.notifications())[1]).toMatchObject({
      kind: 'refund',
      outTradeNo: request.outTradeNo,
      totalFen: 2500,
      refund: { kind: 'success', outRefundNo: request.outRefundNo, refundFen: 1000 },
    });
  });

  it('refunds once however often it is asked under one number', async () => {
    const request = await paidOrder();
    const { refundId } = await bench.provider.refund(request);
    expect((await bench.provider.refund(request)).refundId).toBe(refundId);
    const changed = bench.provider.refund({ ...request, refundFen: 2 });
    await expect(changed).rejects.toBeInstanceOf(ProviderRefused);
  });

  it('refuses to return more than was paid, and refunds of unpaid orders', async () => {
    const request = await paidOrder();
    await bench.provider.refund(request);
    const more = { ...request, outRefundNo: `${request.outRefundNo}b`, refundFen: 1501 };
    await expect(bench.provider.refund(more)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    const rest = { ...more, refundFen: 1500 };
    expect((await bench.provider.refund(rest)).kind).toBe('processing');
    const unpaid = { ...request, outTradeNo: 'T-never-paid', outRefundNo: 'R-never-paid' };
    const refusal = bench.provider.refund(unpaid);
    await expect(refusal).rejects.toMatchObject({ code: 'RESOURCE_NOT_EXISTS', status: 404 });
  });

  it.each([
    ['refund-abnormal', 'abnormal'],
    ['refund-closed', 'closed'],
  ] as const)('reports %s', async (fault, kind) => {
    const request = await paidOrder();
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: fault, count: 1 });
    await bench.provider.refund(request);
    await eventually(() => bench.shop.received.length === 2 || undefined);
    expect((await bench.provider.queryRefund(request.outRefundNo))?.kind).toBe(kind);
  });

  it('waits for a refund that is stuck until somebody finishes it', async () => {
    const request = await paidOrder();
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'refund-stuck', count: 1 });
    await bench.provider.refund(request);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await bench.provider.queryRefund(request.outRefundNo))?.kind).toBe('processing');
    await bench.sim.refunds.finish(request.outRefundNo, 'SUCCESS');
    expect((await bench.provider.queryRefund(request.outRefundNo))?.kind).toBe('success');
  });
});

describe('bills', () => {
  it('downloads the bill of yesterday and checks its digest', async () => {
    const clock = new HospitalClock();
    const today = clock.now();
    clock.now = () => today;
    bench = await payTestBench('public-key', clock);
    const order = bench.anOrder();
    await bench.provider.createJsapi(order);
    await bench.sim.orders.pay(order.outTradeNo);
    const day = chinaDay(today);
    await expect(bench.provider.tradeBill(day)).rejects.toMatchObject({
      code: 'STATEMENT_CREATING',
    });
    clock.now = () => new Date(today.getTime() + 24 * 3_600_000);
    const csv = await bench.provider.tradeBill(day);
    expect(csv).toContain(`\`${order.outTradeNo}`);
    expect(csv).toContain('`25.00');
    await expect(bench.provider.tradeBill('2020-01-01')).rejects.toMatchObject({
      code: 'NO_STATEMENT_EXIST',
    });
  });
});

describe('what is not known for sure', () => {
  beforeEach(async () => {
    bench = await payTestBench();
  });

  it.each([
    ['the company is down', { kind: 'error', status: 503 }, 'busy'],
    ['the company limits us', { kind: 'error', status: 429, code: 'FREQUENCY_LIMITED' }, 'busy'],
    [
      'the answer is not signed by the company',
      { kind: 'bad-response-signature' },
      'response-signature',
    ],
    ['the connection breaks every time', { kind: 'drop' }, 'unreachable'],
    ['no answer comes in time', { kind: 'delay', value: 2_000 }, 'timeout'],
  ] as const)('is reported as unavailable when %s', async (_, fault, reason) => {
    bench.sim.faults.set({ simulator: 'wechat-pay', ...fault });
    const provider = bench.providerWith({ timeoutMs: 150 });
    const error: unknown = await provider.createJsapi(bench.anOrder()).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ProviderUnavailable);
    expect(error).toMatchObject({ reason, retryable: true });
  });

  it('repeats once by itself after a broken connection, and nothing happens twice', async () => {
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'drop', count: 1 });
    const order = bench.anOrder();
    const { package: prepay } = await bench.provider.createJsapi(order);
    const stored = bench.sim.records.orders.get(order.outTradeNo);
    expect(prepay).toBe(`prepay_id=${stored?.prepayId}`);
  });

  it('does not believe an unsigned «unknown order»', async () => {
    bench.sim.faults.set({ simulator: 'wechat-pay', kind: 'bad-response-signature' });
    await expect(bench.provider.query('T-unknown')).rejects.toBeInstanceOf(ProviderUnavailable);
  });

  it('says plainly that our own key is wrong', async () => {
    const provider = bench.providerWith({ serial: 'ANOTHER' });
    await expect(provider.query('T-any-order')).rejects.toMatchObject({
      code: 'SIGN_ERROR',
      retryable: false,
    });
  });

  it('shows nothing personal in errors', async () => {
    const order = bench.anOrder({ openid: '', description: '王小明 挂号' });
    const error: unknown = await bench.provider.createJsapi(order).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ProviderRefused);
    expect(String(error)).toBe(
      'ProviderRefused: WeChat Pay pay/transactions/jsapi refused: PARAM_ERROR (HTTP 400)',
    );
  });
});
