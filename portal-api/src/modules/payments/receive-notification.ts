import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, KernelContext } from '../../kernel';
import { CreditPayment } from './credit-payment';
import { isSignatureFault, PaymentProviderHolder, type ProviderNotification } from './ports';
import { PaymentMetrics } from './payment.metrics';
import { PaymentOrders } from './payment-order.repository';
import { Refunds } from './refund.repository';
import { SettleRefund } from './settle-refund';

interface Raw {
  headers: Record<string, string | string[] | undefined>;
  rawBody: string;
}

/**
 * What WeChat Pay tells us. It is believed for its signature and for agreeing with our own order, and
 * acted on once; anything but an answer 204 makes WeChat Pay tell it again.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReceiveNotification {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  paymentProviderHolder: PaymentProviderHolder;
  @Inject()
  creditPayment: CreditPayment;
  @Inject()
  settleRefund: SettleRefund;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  refunds: Refunds;
  @Inject()
  paymentMetrics: PaymentMetrics;

  /** @throws SIGNATURE_INVALID, NOT_FOUND for an order that is not ours, CONFLICT for a wrong amount */
  async run(raw: Raw): Promise<void> {
    const notification = await this.parse(raw);
    if (notification.kind === 'payment') await this.payment(notification);
    else await this.refund(notification);
  }

  private async parse(raw: Raw): Promise<ProviderNotification> {
    try {
      return await this.paymentProviderHolder.provider.parseNotification(raw);
    } catch (error) {
      if (!isSignatureFault(error)) throw new AppError('PROVIDER_UNAVAILABLE', { cause: error });
      this.paymentMetrics.notifications.inc({ way: 'notification', outcome: 'forged' });
      this.kernelContext.logger.warn({ fault: error.fault }, 'notification refused');
      throw new AppError('SIGNATURE_INVALID', { cause: error });
    }
  }

  private async payment(
    notification: Extract<ProviderNotification, { kind: 'payment' }>,
  ): Promise<void> {
    const { payment, outTradeNo } = notification;
    // Only success is told; anything else will be found by asking.
    if (payment.kind !== 'paid' || !payment.transactionId) return;
    const outcome = await this.creditPayment.run({
      outTradeNo,
      transactionId: payment.transactionId,
      amountFen: payment.amountFen ?? -1,
      currency: notification.currency,
      paidAt: payment.paidAt,
      eventId: notification.eventId,
    });
    if (outcome === 'unknown-order') throw new AppError('NOT_FOUND');
    if (outcome !== 'wrong-amount') return;
    const order = await this.paymentOrders.findByNo(outTradeNo);
    if (order) {
      // What was really paid is found by asking, now.
      const now = this.kernelContext.clock.now();
      await this.paymentOrders.askAgainAt(order, now);
    }
    throw new AppError('CONFLICT');
  }

  private async refund(
    notification: Extract<ProviderNotification, { kind: 'refund' }>,
  ): Promise<void> {
    const { refund: news, outTradeNo, totalFen, eventId } = notification;
    const known = await this.refunds.findByNo(news.outRefundNo);
    if (!known || known.payment_no !== outTradeNo) throw new AppError('NOT_FOUND');
    if (totalFen !== known.total_fen) throw new AppError('CONFLICT');
    const outcome = await this.settleRefund.run(known, news, eventId);
    if (outcome === 'wrong-amount') throw new AppError('CONFLICT');
  }
}
