import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext } from '../../kernel';
import { CreditPayment, type CreditOutcome } from './credit-payment';
import { PaymentProviderHolder, type ProviderPayment } from './ports';
import { PaymentOrders, type PaymentOrder } from './payment-order.repository';
import { nextQueryAt } from './query-schedule';

/** Asks the payment company about an order of ours and acts on the answer; closes what is over. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AskProvider {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  paymentProviderHolder: PaymentProviderHolder;
  @Inject()
  creditPayment: CreditPayment;

  /** @throws whatever the provider throws when it does not answer */
  async run(order: PaymentOrder): Promise<void> {
    const now = this.kernelContext.clock.now();
    const isOver = order.expires_at <= now;
    const payment = await this.paymentProviderHolder.provider.query(order.payment_no);
    switch (payment.kind) {
      case 'paid':
        await this.credit(order, payment);
        return;
      case 'not-paid':
        if (isOver) await this.close(order);
        else await this.later(order, now);
        return;
      case 'unknown-order':
        // Not over: our own create call may still be on its way there.
        if (isOver) await this.markClosed(order, now);
        else await this.later(order, now);
        return;
      case 'refunded':
        this.kernelContext.logger.error(
          { paymentNo: order.payment_no },
          'order was refunded outside of this system',
        );
        await this.markClosed(order, now);
        return;
      case 'closed':
        await this.markClosed(order, now);
    }
  }

  /**
   * Closes an open order at the company, so that nobody can pay it any more.
   * @returns 'paid' when the money was faster
   */
  async close(order: PaymentOrder): Promise<'closed' | 'paid'> {
    const { provider } = this.paymentProviderHolder;
    const outcome = await provider.close(order.payment_no);
    if (outcome === 'already-paid') {
      const payment = await provider.query(order.payment_no);
      if (payment.kind === 'paid') {
        await this.credit(order, payment);
        return 'paid';
      }
    }
    const isClosed = await this.markClosed(order, this.kernelContext.clock.now());
    if (isClosed) return 'closed';
    const present = await this.paymentOrders.find(order.id);
    return present?.state === 'closed' ? 'closed' : 'paid';
  }

  private async credit(order: PaymentOrder, payment: ProviderPayment): Promise<CreditOutcome> {
    const outcome = await this.creditPayment.run({
      outTradeNo: order.payment_no,
      transactionId: payment.transactionId ?? order.payment_no,
      amountFen: payment.amountFen ?? -1,
      currency: 'CNY',
      paidAt: payment.paidAt,
    });
    if (outcome === 'wrong-amount') await this.later(order, this.kernelContext.clock.now());
    return outcome;
  }

  private markClosed(order: PaymentOrder, closedAt: Date): Promise<boolean> {
    return this.paymentOrders.move(this.paymentOrders.database, order.id, 'closed', {
      closedAt,
      nextQueryAt: null,
    });
  }

  private async later(order: PaymentOrder, now: Date): Promise<void> {
    const at = nextQueryAt(now, order.query_attempts, order.expires_at);
    await this.paymentOrders.askAgainAt(order, at);
  }
}
