import { randomInt } from 'node:crypto';
import type { Faults } from '../kernel/faults';
import { chinaTime, type HospitalClock } from '../kernel/hospital-clock';
import type { Collection } from '../kernel/journal';
import type { PayOrder, PayRefund, RefundState } from './model';
import type { Notifier } from './notifier';
import { PayFault } from './pay-fault';

export interface RefundWish {
  outTradeNo: string;
  outRefundNo: string;
  refundFen: number;
  totalFen: number;
  reason?: string;
  notifyUrl?: string;
}

const MAX_REFUNDS_PER_ORDER = 50;

/** Refunds: accepted first, ended a little later, each told by a notification. */
export class Refunds {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly mchId: string,
    private readonly orders: Collection<PayOrder>,
    private readonly refunds: Collection<PayRefund>,
    private readonly notifier: Notifier,
    private readonly faults: Faults,
    private readonly clock: HospitalClock,
    private readonly delayMs: number,
  ) {}

  resume(): void {
    for (const refund of this.refunds.values()) this.plan(refund);
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  request(wish: RefundWish): PayRefund {
    const known = this.refunds.get(wish.outRefundNo);
    if (known) return this.repeated(known, wish);
    const order = this.orders.get(wish.outTradeNo);
    if (!order?.transactionId) throw new PayFault(404, 'RESOURCE_NOT_EXISTS', '订单不存在');
    this.checkAmount(order, wish);
    const refund: PayRefund = {
      ...wish,
      refundId: `5030${Date.now()}${randomInt(1e6, 1e7)}`,
      transactionId: order.transactionId,
      state: 'PROCESSING',
      createdAt: this.clock.now().toISOString(),
      ...this.ending(),
    };
    this.refunds.put(refund.outRefundNo, refund);
    this.orders.put(order.outTradeNo, { ...order, state: 'REFUND' });
    this.plan(refund);
    return refund;
  }

  async finish(outRefundNo: string, state: RefundState): Promise<PayRefund> {
    clearTimeout(this.timers.get(outRefundNo));
    const refund = this.refunds.get(outRefundNo);
    if (!refund) throw new PayFault(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
    // An abnormal refund (a closed bank account) can still be paid out another way.
    if (refund.state !== 'PROCESSING' && refund.state !== 'ABNORMAL') return refund;
    const { ends: _, ...rest } = refund;
    await this.clock.refresh();
    const finishedAt = this.clock.now().toISOString();
    const finished = this.refunds.put(outRefundNo, { ...rest, state, finishedAt });
    if (refund.notifyUrl) {
      await this.notifier.tell({
        url: refund.notifyUrl,
        eventType: `REFUND.${state}`,
        originalType: 'refund',
        outTradeNo: refund.outTradeNo,
        resource: refundNotice(this.mchId, finished),
      });
    }
    return finished;
  }

  private repeated(known: PayRefund, wish: RefundWish): PayRefund {
    const isSame =
      known.outTradeNo === wish.outTradeNo &&
      known.refundFen === wish.refundFen &&
      known.totalFen === wish.totalFen;
    if (isSame) return known;
    throw new PayFault(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致');
  }

  private checkAmount(order: PayOrder, wish: RefundWish): void {
    if (wish.totalFen !== order.amountFen) {
      throw new PayFault(400, 'PARAM_ERROR', '订单总金额与原订单不一致');
    }
    const earlier = this.refunds
      .values()
      .filter((refund) => refund.outTradeNo === order.outTradeNo && refund.state !== 'CLOSED');
    if (earlier.length >= MAX_REFUNDS_PER_ORDER) {
      throw new PayFault(403, 'RULE_LIMIT', '部分退款次数超限');
    }
    const returned = earlier.reduce((total, refund) => total + refund.refundFen, 0);
    if (returned + wish.refundFen > order.amountFen) {
      throw new PayFault(400, 'INVALID_REQUEST', '退款金额大于订单可退金额');
    }
  }

  private ending(): Pick<PayRefund, 'ends'> {
    if (this.faults.take('wechat-pay', 'refund-stuck')) return {};
    const isAbnormal = this.faults.take('wechat-pay', 'refund-abnormal') !== undefined;
    const isClosed = !isAbnormal && this.faults.take('wechat-pay', 'refund-closed') !== undefined;
    const state = isAbnormal ? 'ABNORMAL' : isClosed ? 'CLOSED' : 'SUCCESS';
    return { ends: { state, at: Date.now() + this.delayMs } };
  }

  private plan(refund: PayRefund): void {
    const { ends, outRefundNo } = refund;
    if (!ends) return;
    const wait = Math.max(ends.at - Date.now(), 0);
    const end = () => this.finish(outRefundNo, ends.state).catch(() => undefined);
    const timer = setTimeout(() => void end(), wait);
    timer.unref();
    this.timers.set(outRefundNo, timer);
  }
}

/** As the API shows a refund. */
export function refundView(refund: PayRefund): Record<string, unknown> {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    create_time: chinaTime(new Date(refund.createdAt)),
    status: refund.state,
    ...successTime(refund),
    amount: {
      total: refund.totalFen,
      refund: refund.refundFen,
      payer_total: refund.totalFen,
      payer_refund: refund.refundFen,
      currency: 'CNY',
    },
  };
}

/** As the notification shows it: other names for the same things. */
function refundNotice(mchId: string, refund: PayRefund): Record<string, unknown> {
  return {
    mchid: mchId,
    out_trade_no: refund.outTradeNo,
    transaction_id: refund.transactionId,
    out_refund_no: refund.outRefundNo,
    refund_id: refund.refundId,
    refund_status: refund.state,
    ...successTime(refund),
    user_received_account: '支付用户零钱',
    amount: {
      total: refund.totalFen,
      refund: refund.refundFen,
      payer_total: refund.totalFen,
      payer_refund: refund.refundFen,
    },
  };
}

function successTime(refund: PayRefund): Record<string, string> {
  return refund.state === 'SUCCESS' && refund.finishedAt
    ? { success_time: chinaTime(new Date(refund.finishedAt)) }
    : {};
}
