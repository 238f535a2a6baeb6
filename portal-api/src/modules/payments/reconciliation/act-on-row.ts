import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ReconciliationAction } from '@suizhen/contract';
import {
  addDays,
  AppError,
  chineseDay,
  chineseMoment,
  UnitOfWork,
  type Actor,
} from '../../../kernel';
import { AskProvider } from '../ask-provider';
import { CreditPayment } from '../credit-payment';
import { PayableHolder, PaymentProviderHolder, type ProviderPayment } from '../ports';
import { PaymentOrders, type PaymentOrder } from '../payment-order.repository';
import { Refunds } from '../refund.repository';
import { RequestRefund } from '../request-refund';
import { SettleRefund } from '../settle-refund';
import type { RowRecord } from './reconciliation-rows';

export interface ActionOutcome {
  /** False: something was learnt or set going, and the row stays with somebody. */
  isSettled: boolean;
  result: string;
}

const settled = (result: string): ActionOutcome => ({ isSettled: true, result });
const learnt = (result: string): ActionOutcome => ({ isSettled: false, result });

/**
 * What each action does. Money moves by the ordinary paths of payments only, each safe to repeat; nothing
 * here writes an amount.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ActOnRow {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  paymentProviderHolder: PaymentProviderHolder;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  refunds: Refunds;
  @Inject()
  creditPayment: CreditPayment;
  @Inject()
  settleRefund: SettleRefund;
  @Inject()
  requestRefund: RequestRefund;
  @Inject()
  askProvider: AskProvider;
  @Inject()
  payableHolder: PayableHolder;

  /** @throws whatever the provider throws when it does not answer, INVALID_STATE */
  async run(actor: Actor, row: RowRecord, action: ReconciliationAction): Promise<ActionOutcome> {
    switch (action) {
      case 'credit-order':
        return this.credit(row);
      case 'refund-to-patient':
        return this.refundToPatient(actor, row);
      case 'query-provider':
        return row.subject === 'payment' ? this.queryPayment(row) : this.queryRefund(row);
      case 'correct-record':
        return this.correctRecord(row);
      case 'carry-over':
        return learnt(`顺延至${chineseDay(addDays(row.date, 1))}的账单，届时自动核对`);
      case 'write-off':
        return settled('已核销');
    }
  }

  /** By asking the company itself: what the bill says is not enough to book money. */
  private async credit(row: RowRecord): Promise<ActionOutcome> {
    const order = await this.orderOf(row);
    const payment = await this.paymentProviderHolder.provider.query(order.payment_no);
    if (payment.kind !== 'paid') return learnt(saysNotPaid(payment));
    const outcome = await this.creditPayment.run({
      outTradeNo: order.payment_no,
      transactionId: payment.transactionId ?? order.payment_no,
      amountFen: payment.amountFen ?? -1,
      currency: 'CNY',
      paidAt: payment.paidAt,
    });
    switch (outcome) {
      case 'confirmed':
        return settled('已入账，预约已确认');
      case 'refund':
        return settled('已入账；号源已释放，款项正在原路退回');
      case 'duplicate':
        return settled('此前已入账');
      case 'wrong-amount':
        return learnt(
          `实付 ${yuan(payment.amountFen)} 元，与应付 ${yuan(order.amount_fen)} 元不符，不能入账`,
        );
      case 'unknown-order':
        return learnt('没有这笔订单');
    }
  }

  /** Credits what is not in our books yet, which already sends it back, and sends back what was left. */
  private async refundToPatient(actor: Actor, row: RowRecord): Promise<ActionOutcome> {
    const credited = await this.credit(row);
    if (!credited.isSettled) return credited;
    const order = await this.orderOf(row);
    return this.unitOfWork.run(async (tx) => {
      await this.payableHolder.payable.lock(tx, order.appointment_id);
      await this.paymentOrders.lock(tx, order.id);
      const left = await this.paymentOrders.leftOf(tx, order.id);
      if (left <= 0) return settled('款项已发起原路退回');
      if (credited.result.includes('预约已确认')) return settled(credited.result);
      await this.requestRefund.run(tx, actor, order, '对账长款，原路退款', left);
      return settled('款项已发起原路退回');
    });
  }

  private async queryPayment(row: RowRecord): Promise<ActionOutcome> {
    const payment = await this.paymentProviderHolder.provider.query(row.number);
    const order = row.payment_id ? await this.paymentOrders.find(row.payment_id) : undefined;
    const isUnpaid = order?.state === 'created' || order?.state === 'paying';
    if (order && isUnpaid && payment.kind === 'paid') {
      await this.askProvider.run(order);
      const present = await this.paymentOrders.find(order.id);
      if (present?.paid_at) return settled('查询确认已支付，已按正常流程入账');
    }
    if (payment.kind !== 'paid' && payment.kind !== 'refunded') return learnt(saysNotPaid(payment));
    const when = payment.paidAt ? `，${chineseMoment(payment.paidAt)}` : '';
    const returned = payment.kind === 'refunded' ? '，有退款' : '';
    return learnt(`微信支付确认已收 ${yuan(payment.amountFen)} 元${when}${returned}`);
  }

  private async queryRefund(row: RowRecord): Promise<ActionOutcome> {
    const news = await this.paymentProviderHolder.provider.queryRefund(row.number);
    if (!news) return learnt('微信支付没有这笔退款');
    const amount = `${yuan(news.refundFen)} 元`;
    const known = await this.refunds.findByNo(row.number);
    if (known) await this.settleRefund.run(known, news);
    switch (news.kind) {
      case 'success':
        // Both sides now say the same of it: the difference was only that we had not heard.
        return known && known.amount_fen === news.refundFen && row.our_at === null
          ? settled(`微信支付确认已退 ${amount}，退款记录已更新`)
          : learnt(`微信支付确认已退 ${amount}`);
      case 'processing':
        return learnt(`微信支付正在退 ${amount}`);
      case 'abnormal':
        return learnt(`退款 ${amount} 异常，请在商户平台处理`);
      case 'closed':
        return learnt(`退款 ${amount} 已关闭，没有退成`);
    }
  }

  /** Takes over when the company says that it happened; sums are never changed. */
  private async correctRecord(row: RowRecord): Promise<ActionOutcome> {
    if (!row.payment_id || !row.provider_at) throw new AppError('INVALID_STATE');
    const { payment_id: paymentId, provider_at: at, number, subject } = row;
    await this.unitOfWork.run((tx) =>
      subject === 'payment'
        ? tx.query(
            `update payment_order set paid_at = $2, version = version + 1 where id = $1 and paid_at is not null`,
            [paymentId, at],
          )
        : tx.query(`update refund set requested_at = $2 where refund_no = $1`, [number, at]),
    );
    return settled(`入账时间已更正为 ${chineseMoment(at)}`);
  }

  private async orderOf(row: RowRecord): Promise<PaymentOrder> {
    const order = row.payment_id ? await this.paymentOrders.find(row.payment_id) : undefined;
    if (!order || row.subject !== 'payment') throw new AppError('INVALID_STATE');
    return order;
  }
}

function saysNotPaid(payment: ProviderPayment): string {
  const words: Record<ProviderPayment['kind'], string> = {
    paid: '已支付',
    'not-paid': '未支付',
    closed: '订单已关闭，没有支付',
    refunded: '已在商户平台退款',
    'unknown-order': '没有这笔订单',
  };
  return `微信支付答复：${words[payment.kind]}，请人工核实`;
}

/** 2500 → 25.00 */
function yuan(fen: number | undefined): string {
  return fen === undefined ? '—' : (fen / 100).toFixed(2);
}
