import { randomInt } from 'node:crypto';
import type { Faults } from '../kernel/faults';
import { chinaDay } from '../kernel/hospital-clock';
import type { Collection } from '../kernel/journal';
import { tradeBill } from './bill';
import type { PayOrder, PayRefund } from './model';

/** What went wrong with the bill of a day. It stays wrong: asked again, the company says the same. */
export interface BillFlaws {
  /** Numbers of payments or refunds that are left out. */
  missing: string[];
  /** Left out here, written into the bill of the next day. */
  postponed: string[];
  /** Number → another amount in fen. */
  amounts: Record<string, number>;
  /** Payments that no merchant ever asked for. */
  extra: PayOrder[];
}

const dayMs = 86_400_000;

/** Writes the bills of the simulated company: truly, except for what was chosen on /sim/. */
export class BillDesk {
  constructor(
    private readonly merchant: { appId: string; mchId: string },
    private readonly orders: Collection<PayOrder>,
    private readonly refunds: Collection<PayRefund>,
    private readonly flaws: Collection<BillFlaws>,
    private readonly faults: Faults,
  ) {}

  /** @returns undefined when there is nothing to write */
  csv(day: string): string | undefined {
    this.spoil(day);
    const flaws = this.flawsOf(day);
    const dayBefore = chinaDay(new Date(Date.parse(`${day}T00:00:00+08:00`) - dayMs));
    const late = new Set(this.flawsOf(dayBefore).postponed);
    const gone = new Set([...flaws.missing, ...flaws.postponed]);
    const isOf = (number: string, at: string) =>
      late.has(number) || (chinaDay(new Date(at)) === day && !gone.has(number));
    const orders = this.orders
      .values()
      .filter((order) => order.paidAt && isOf(order.outTradeNo, order.paidAt))
      .concat(flaws.extra)
      .map((order) => ({
        ...order,
        amountFen: flaws.amounts[order.outTradeNo] ?? order.amountFen,
      }));
    const refunds = this.refunds
      .values()
      .filter((refund) => refund.state !== 'CLOSED' && isOf(refund.outRefundNo, refund.createdAt))
      .map((refund) => ({
        ...refund,
        refundFen: flaws.amounts[refund.outRefundNo] ?? refund.refundFen,
      }));
    return tradeBill(this.merchant, orders, refunds, this.orders.values());
  }

  /** Uses up the faults that are switched on, once for each bill that is written. */
  private spoil(day: string): void {
    const flaws = structuredClone(this.flawsOf(day));
    const pick = (kind: 'bill-missing-row' | 'bill-next-day' | 'bill-amount') => {
      const number = this.untouched(day, flaws)[0];
      return number && this.faults.take('wechat-pay', kind) ? number : undefined;
    };
    const missing = pick('bill-missing-row');
    if (missing) flaws.missing.push(missing);
    const postponed = pick('bill-next-day');
    if (postponed) flaws.postponed.push(postponed);
    const wrong = pick('bill-amount');
    if (wrong) flaws.amounts[wrong] = this.fenOf(wrong) + 1;
    if (this.faults.take('wechat-pay', 'bill-extra-row')) flaws.extra.push(unknownPayment(day));
    if (JSON.stringify(flaws) !== JSON.stringify(this.flawsOf(day))) this.flaws.put(day, flaws);
  }

  /** Latest first: what happened last is what a bill would miss. Payments before refunds. */
  private untouched(day: string, flaws: BillFlaws): string[] {
    const touched = new Set([
      ...flaws.missing,
      ...flaws.postponed,
      ...Object.keys(flaws.amounts),
      ...this.flaws.values().flatMap((other) => other.postponed),
    ]);
    const ofDay = (at: string) => chinaDay(new Date(at)) === day;
    const paid = this.orders.values().filter((order) => order.paidAt && ofDay(order.paidAt));
    const returned = this.refunds.values().filter((refund) => ofDay(refund.createdAt));
    const latest = (one: { at: string }, two: { at: string }) => two.at.localeCompare(one.at);
    return [
      ...paid.map((order) => ({ number: order.outTradeNo, at: order.paidAt! })).sort(latest),
      ...returned
        .map((refund) => ({ number: refund.outRefundNo, at: refund.createdAt }))
        .sort(latest),
    ]
      .map(({ number }) => number)
      .filter((number) => !touched.has(number));
  }

  private fenOf(number: string): number {
    return this.orders.get(number)?.amountFen ?? this.refunds.get(number)?.refundFen ?? 0;
  }

  private flawsOf(day: string): BillFlaws {
    return this.flaws.get(day) ?? { missing: [], postponed: [], amounts: {}, extra: [] };
  }
}

function unknownPayment(day: string): PayOrder {
  const number = `P${day.replaceAll('-', '').slice(2)}${randomInt(1e9, 1e10)}`;
  const paidAt = new Date(`${day}T12:00:00+08:00`).toISOString();
  return {
    outTradeNo: number,
    tradeType: 'NATIVE',
    description: '挂号费',
    amountFen: 2_500,
    notifyUrl: '',
    requestBody: '',
    prepayId: '',
    state: 'SUCCESS',
    createdAt: paidAt,
    paidAt,
    openid: 'oUnknown0001',
    transactionId: `4200${Date.now()}${randomInt(1e8, 1e9)}`,
  };
}
