import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, KernelContext, Outbox, systemActor, UnitOfWork, type Tx } from '../../kernel';
import { rememberEvent } from './provider-event';
import { PayableHolder } from './ports';
import { PaymentMetrics } from './payment.metrics';
import { PaymentOrders, type PaymentOrder } from './payment-order.repository';
import { RequestRefund } from './request-refund';

/** What the payment company says about money that came. */
export interface PaidNews {
  outTradeNo: string;
  transactionId: string;
  amountFen: number;
  currency: string;
  paidAt: Date | undefined;
  /** Set when it came as a notification. */
  eventId?: string;
}

export type CreditOutcome = 'confirmed' | 'refund' | 'duplicate' | 'wrong-amount' | 'unknown-order';

/**
 * Credits a payment once, whoever brings the news and however often. Locks: appointment → payment →
 * refund, as everywhere.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreditPayment {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  outbox: Outbox;
  @Inject()
  audit: Audit;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  payableHolder: PayableHolder;
  @Inject()
  requestRefund: RequestRefund;
  @Inject()
  paymentMetrics: PaymentMetrics;

  async run(news: PaidNews): Promise<CreditOutcome> {
    const outcome = await this.settle(news);
    const way = news.eventId ? 'notification' : 'query';
    this.paymentMetrics.notifications.inc({ way, outcome });
    if (outcome === 'wrong-amount' || outcome === 'unknown-order') {
      this.kernelContext.logger.error(
        { paymentNo: news.outTradeNo, way, outcome },
        'payment not credited',
      );
    }
    return outcome;
  }

  private async settle(news: PaidNews): Promise<CreditOutcome> {
    const known = await this.paymentOrders.findByNo(news.outTradeNo);
    if (!known) return 'unknown-order';
    if (news.amountFen !== known.amount_fen || news.currency !== 'CNY') return 'wrong-amount';
    return this.unitOfWork.run(async (tx) => {
      if (news.eventId && !(await rememberEvent(tx, news.eventId, 'payment', this.now()))) {
        return 'duplicate';
      }
      await this.payableHolder.payable.lock(tx, known.appointment_id);
      const order = await this.paymentOrders.lock(tx, known.id);
      return order ? this.credit(tx, order, news) : 'unknown-order';
    });
  }

  private async credit(tx: Tx, order: PaymentOrder, news: PaidNews): Promise<CreditOutcome> {
    const isCredited = await this.paymentOrders.move(tx, order.id, 'paid', {
      transactionId: news.transactionId,
      paidAt: news.paidAt ?? this.now(),
      nextQueryAt: null,
    });
    if (!isCredited) return 'duplicate';
    const { payable } = this.payableHolder;
    const answer = await payable.onPaid(tx, {
      appointmentId: order.appointment_id,
      paymentId: order.id,
    });
    await this.audit.record(
      systemActor('wechat-pay'),
      {
        action: 'payment.succeed',
        resourceKind: 'payment',
        resourceId: order.id,
        patientId: order.patient_id,
        detail: { paymentNo: order.payment_no, answer },
      },
      tx,
    );
    await this.outbox.append(tx, 'payment.succeeded', {
      paymentId: order.id,
      appointmentId: order.appointment_id,
    });
    if (answer === 'refund') {
      await this.requestRefund.run(tx, systemActor('wechat-pay'), order, '号源已释放，原路退款');
    }
    return answer;
  }

  private now(): Date {
    return this.kernelContext.clock.now();
  }
}
