import { randomBytes, randomInt } from 'node:crypto';
import type { Faults } from '../kernel/faults';
import { chinaTime, type HospitalClock } from '../kernel/hospital-clock';
import type { Collection } from '../kernel/journal';
import type { PayNotice, PayOrder } from './model';
import type { Notifier } from './notifier';
import type { PayIdentity } from './pay-crypto';
import { PayFault } from './pay-fault';

/** Whose phone scans a QR code here. */
const SCANNING_OPENID = 'oSimulatedPhoneThatScans0001';

interface CreateBody {
  appid?: unknown;
  mchid?: unknown;
  description?: unknown;
  out_trade_no?: unknown;
  time_expire?: unknown;
  notify_url?: unknown;
  amount?: { total?: unknown; currency?: unknown };
  payer?: { openid?: unknown };
}

/** Orders from creation to payment or close, and the person's decision on the phone. */
export class Orders {
  constructor(
    private readonly identity: PayIdentity,
    private readonly orders: Collection<PayOrder>,
    private readonly notifier: Notifier,
    private readonly faults: Faults,
    private readonly clock: HospitalClock,
  ) {}

  async create(tradeType: PayOrder['tradeType'], rawBody: string): Promise<PayOrder> {
    await this.clock.refresh();
    const wanted = this.checked(tradeType, rawBody);
    const known = this.current(wanted.outTradeNo);
    if (known) return this.repeated(known, wanted);
    const id = randomBytes(14).toString('hex');
    const order: PayOrder = {
      ...wanted,
      prepayId: `wx${id}`,
      ...(tradeType === 'NATIVE'
        ? { codeUrl: `weixin://wxpay/bizpayurl?pr=${id.slice(0, 9)}` }
        : {}),
      state: 'NOTPAY',
      createdAt: this.clock.now().toISOString(),
    };
    this.orders.put(order.outTradeNo, order);
    this.orders.trim(5_000);
    if (this.faults.take('wechat-pay', 'early')) await this.pay(order.outTradeNo);
    return order;
  }

  /** As of now: an order past its time is closed, if the product's clock is known. */
  current(outTradeNo: string): PayOrder | undefined {
    const order = this.orders.get(outTradeNo);
    const isOver =
      order?.state === 'NOTPAY' &&
      order.expiresAt !== undefined &&
      this.clock.isSynced &&
      Date.parse(order.expiresAt) <= this.clock.now().getTime();
    return order && isOver ? this.orders.put(outTradeNo, { ...order, state: 'CLOSED' }) : order;
  }

  require(outTradeNo: string): PayOrder {
    const order = this.current(outTradeNo);
    if (!order) throw new PayFault(404, 'ORDER_NOT_EXIST', '订单不存在');
    return order;
  }

  close(outTradeNo: string): void {
    const order = this.require(outTradeNo);
    if (order.transactionId) throw new PayFault(400, 'ORDER_PAID', '该订单已支付');
    this.orders.put(outTradeNo, { ...order, state: 'CLOSED' });
  }

  /**
   * The person pays. `force` also pays a closed order: at the real company the payment and the
   * close may cross.
   */
  async pay(outTradeNo: string, force = false): Promise<{ order: PayOrder; notice: PayNotice }> {
    await this.clock.refresh();
    const order = this.require(outTradeNo);
    const isPayable = order.state === 'NOTPAY' || (force && order.state === 'CLOSED');
    if (!isPayable) throw new PayFault(409, 'NOT_PAYABLE', '订单已支付或已关闭');
    const paid = this.orders.put(outTradeNo, {
      ...order,
      state: 'SUCCESS',
      openid: order.openid ?? SCANNING_OPENID,
      transactionId: `4200${Date.now()}${randomInt(1e8, 1e9)}`,
      paidAt: this.clock.now().toISOString(),
    });
    const notice = await this.notifier.tell(this.successNotice(paid));
    return { order: paid, notice };
  }

  refuse(outTradeNo: string): PayOrder {
    const order = this.require(outTradeNo);
    return this.orders.put(outTradeNo, { ...order, refusedAt: this.clock.now().toISOString() });
  }

  /** Somebody without the key claims that this order was paid; answers what the product said. */
  forgePayment(outTradeNo: string): Promise<number> {
    const order = this.require(outTradeNo);
    const claimed: PayOrder = {
      ...order,
      state: 'SUCCESS',
      openid: order.openid ?? SCANNING_OPENID,
      transactionId: `4200${Date.now()}${randomInt(1e8, 1e9)}`,
      paidAt: this.clock.now().toISOString(),
    };
    return this.notifier.forge(this.successNotice(claimed));
  }

  find(wanted: { prepayId?: string; codeUrl?: string }): PayOrder | undefined {
    return this.orders
      .values()
      .find(
        (order) =>
          (wanted.prepayId !== undefined && order.prepayId === wanted.prepayId) ||
          (wanted.codeUrl !== undefined && order.codeUrl === wanted.codeUrl),
      );
  }

  view(order: PayOrder): Record<string, unknown> {
    const isPaid = order.transactionId !== undefined;
    return {
      appid: this.identity.appId,
      mchid: this.identity.mchId,
      out_trade_no: order.outTradeNo,
      ...(isPaid ? { transaction_id: order.transactionId, bank_type: 'OTHERS' } : {}),
      trade_type: order.tradeType,
      trade_state: order.state,
      trade_state_desc: STATE_WORDS[order.state],
      attach: '',
      ...(order.paidAt ? { success_time: chinaTime(new Date(order.paidAt)) } : {}),
      ...(order.openid ? { payer: { openid: order.openid } } : {}),
      amount: {
        total: order.amountFen,
        currency: 'CNY',
        ...(isPaid ? { payer_total: order.amountFen, payer_currency: 'CNY' } : {}),
      },
    };
  }

  private successNotice(order: PayOrder): Omit<PayNotice, 'id' | 'state' | 'attempts'> {
    return {
      url: order.notifyUrl,
      eventType: 'TRANSACTION.SUCCESS',
      originalType: 'transaction',
      outTradeNo: order.outTradeNo,
      resource: this.view(order),
    };
  }

  private repeated(known: PayOrder, wanted: { requestBody: string }): PayOrder {
    if (known.transactionId) throw new PayFault(400, 'ORDER_PAID', '该订单已支付');
    if (known.state === 'CLOSED') throw new PayFault(400, 'ORDER_CLOSED', '订单已关闭');
    if (known.requestBody === wanted.requestBody) return known;
    throw new PayFault(400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致');
  }

  private checked(tradeType: PayOrder['tradeType'], rawBody: string) {
    const body = parse(rawBody);
    const { appid, mchid, description, out_trade_no: no, notify_url: url, amount } = body;
    const expiresAt = body.time_expire;
    const openid = body.payer?.openid;
    require(appid === this.identity.appId &&
      mchid === this.identity.mchId, 'appid 与 mchid 不匹配');
    require(isText(no) && /^[0-9A-Za-z_\-|*]{6,32}$/.test(no), '商户订单号格式有误');
    require(isText(description) && Buffer.byteLength(description) <= 127, '商品描述有误');
    require(isText(url) && url.length <= 255 && !url.includes('?'), '通知地址有误');
    require(Number.isInteger(amount?.total) && Number(amount?.total) >= 1, '金额有误');
    require((amount?.currency ?? 'CNY') === 'CNY', '币种有误');
    require(expiresAt === undefined || isRfc3339(expiresAt), '失效时间格式有误');
    require(tradeType === 'NATIVE' || isText(openid), 'JSAPI 支付必须传 openid');
    return {
      outTradeNo: no as string,
      tradeType,
      description: description as string,
      amountFen: amount?.total as number,
      notifyUrl: url as string,
      requestBody: rawBody,
      ...(isText(openid) ? { openid } : {}),
      ...(isText(expiresAt) ? { expiresAt } : {}),
    };
  }
}

const STATE_WORDS: Record<PayOrder['state'], string> = {
  NOTPAY: '未支付',
  SUCCESS: '支付成功',
  REFUND: '转入退款',
  CLOSED: '已关闭',
};

function parse(rawBody: string): CreateBody {
  try {
    return JSON.parse(rawBody) as CreateBody;
  } catch {
    throw new PayFault(400, 'PARAM_ERROR', '请求不是有效的 JSON');
  }
}

function require(condition: boolean, message: string): void {
  if (!condition) throw new PayFault(400, 'PARAM_ERROR', message);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}

function isRfc3339(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2}|Z)$/.test(value)
  );
}
