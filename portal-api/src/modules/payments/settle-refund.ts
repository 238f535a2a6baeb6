import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, KernelContext, Outbox, systemActor, UnitOfWork, type Tx } from '../../kernel';
import { PayableHolder, type ProviderRefund } from './ports';
import { PaymentMetrics } from './payment.metrics';
import { PaymentOrders } from './payment-order.repository';
import { rememberEvent } from './provider-event';
import { Refunds, type Refund } from './refund.repository';
import { RefundWork } from './refund-work';

export type RefundOutcome = 'succeeded' | 'processing' | 'abnormal' | 'duplicate' | 'wrong-amount';

/** How long until we ask again about a refund the company is working on. */
const askAgainAfterMs = 30_000;

/** Takes in what the payment company says about a refund, by whatever way it came. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SettleRefund {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  outbox: Outbox;
  @Inject()
  audit: Audit;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  refunds: Refunds;
  @Inject()
  payableHolder: PayableHolder;
  @Inject()
  paymentMetrics: PaymentMetrics;
  @Inject()
  refundWork: RefundWork;

  async run(known: Refund, news: ProviderRefund, eventId?: string): Promise<RefundOutcome> {
    const outcome = await this.settle(known, news, eventId);
    this.paymentMetrics.notifications.inc({
      way: eventId ? 'notification' : 'query',
      outcome: `refund-${outcome}`,
    });
    if (outcome === 'abnormal' || outcome === 'wrong-amount') {
      this.paymentMetrics.refundTrouble.inc({ kind: outcome });
      this.kernelContext.logger.error(
        { refundNo: known.refund_no, outcome },
        'refund needs a person',
      );
    }
    return outcome;
  }

  private settle(known: Refund, news: ProviderRefund, eventId?: string): Promise<RefundOutcome> {
    return this.unitOfWork.run(async (tx): Promise<RefundOutcome> => {
      if (news.refundFen !== known.amount_fen) return this.mistrust(tx, known, news);
      if (eventId && !(await rememberEvent(tx, eventId, 'refund', this.now()))) return 'duplicate';
      await this.payableHolder.payable.lock(tx, known.appointment_id);
      await this.paymentOrders.lock(tx, known.payment_id);
      const refund = await this.refunds.lock(tx, known.id);
      if (!refund) return 'duplicate';
      switch (news.kind) {
        case 'success':
          return this.succeed(tx, refund, news);
        case 'processing':
          return this.wait(tx, refund, news);
        case 'closed':
        case 'abnormal':
          return this.stop(tx, refund, news);
      }
    });
  }

  private async succeed(tx: Tx, refund: Refund, news: ProviderRefund): Promise<RefundOutcome> {
    const isNew = await this.refunds.move(tx, refund.id, 'succeeded', {
      providerRefundId: news.refundId,
      succeededAt: news.refundedAt ?? this.now(),
    });
    if (!isNew) return 'duplicate';
    await this.paymentOrders.addRefunded(tx, refund.payment_id, refund.amount_fen);
    const { appointment_id: appointmentId } = refund;
    if (!(await this.refunds.isWaiting(tx, appointmentId))) {
      await this.payableHolder.payable.onRefunded(tx, { appointmentId });
    }
    await this.refundWork.over(tx, refund.id);
    await this.record(tx, refund, 'refund.succeed');
    await this.outbox.append(tx, 'refund.succeeded', {
      refundId: refund.id,
      paymentId: refund.payment_id,
      appointmentId,
    });
    return 'succeeded';
  }

  private async wait(tx: Tx, refund: Refund, news: ProviderRefund): Promise<RefundOutcome> {
    const nextAttemptAt = new Date(this.now().getTime() + askAgainAfterMs);
    const isNew = await this.refunds.move(tx, refund.id, 'processing', {
      providerRefundId: news.refundId,
      nextAttemptAt,
    });
    if (!isNew && refund.state === 'processing') {
      await this.refunds.tryAgainAt(refund.id, nextAttemptAt, null);
    }
    return 'processing';
  }

  private async stop(tx: Tx, refund: Refund, news: ProviderRefund): Promise<RefundOutcome> {
    const isNew = await this.refunds.move(tx, refund.id, 'abnormal', {
      providerRefundId: news.refundId,
      error: `WeChat Pay: ${news.kind}`,
    });
    if (!isNew) return 'duplicate';
    await this.record(tx, refund, 'refund.abnormal');
    const why =
      news.kind === 'abnormal'
        ? '微信支付答复退款异常（多为银行卡已注销），请在商户平台处理异常退款'
        : '微信支付已关闭这笔退款，请以其他方式退给患者并写明经过';
    await this.refundWork.needed(tx, refund, why, news.kind);
    return 'abnormal';
  }

  /** Nothing is booked on such a word: somebody has to look at both sides. */
  private async mistrust(tx: Tx, refund: Refund, news: ProviderRefund): Promise<RefundOutcome> {
    const theirs = (news.refundFen / 100).toFixed(2);
    await this.refundWork.needed(
      tx,
      refund,
      `微信支付答复的金额是 ¥${theirs}，与我方不符，请核实`,
      'wrong-amount',
    );
    return 'wrong-amount';
  }

  private record(tx: Tx, refund: Refund, action: string): Promise<void> {
    const detail = { refundNo: refund.refund_no, paymentNo: refund.payment_no };
    return this.audit.record(
      systemActor('wechat-pay'),
      {
        action,
        resourceKind: 'refund',
        resourceId: refund.id,
        patientId: refund.patient_id,
        detail,
      },
      tx,
    );
  }

  private now(): Date {
    return this.kernelContext.clock.now();
  }
}
