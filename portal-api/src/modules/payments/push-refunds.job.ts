import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routeOf } from '@suizhen/contract';
import { KernelContext, UnitOfWork, type Clock, type RecurringJob } from '../../kernel';
import { PaymentProviderHolder, refusalCode, type ProviderRefund } from './ports';
import { PaymentMetrics } from './payment.metrics';
import { notifyUrl } from './notify-url';
import { Refunds, type Refund } from './refund.repository';
import { RefundWork } from './refund-work';
import { SettleRefund } from './settle-refund';

const leaseMs = 30_000;
const batch = 20;
const longestPauseMs = 30 * 60_000;
/** Some five minutes of refusals. */
const toldAfterAttempts = 6;

/** Submits refunds under their one number, again until they are known, and follows them to their end. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PushRefunds implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  refunds: Refunds;
  @Inject()
  settleRefund: SettleRefund;
  @Inject()
  paymentProviderHolder: PaymentProviderHolder;
  @Inject()
  paymentMetrics: PaymentMetrics;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  refundWork: RefundWork;

  async run(clock: Clock): Promise<number> {
    const now = clock.now();
    const due = await this.refunds.claimDue(now, new Date(now.getTime() + leaseMs), batch);
    await Promise.all(due.map((refund) => this.push(refund, now)));
    return due.length;
  }

  private async push(refund: Refund, now: Date): Promise<void> {
    try {
      await this.settleRefund.run(refund, await this.ask(refund));
    } catch (error) {
      await this.refunds.tryAgainAt(
        refund.id,
        nextTry(now, refund.attempts),
        (error as Error).message,
      );
      const code = refusalCode(error);
      if (code) await this.refused(refund, code);
      this.kernelContext.logger.warn(
        { refundNo: refund.refund_no, attempts: refund.attempts, error: (error as Error).message },
        'refund not yet accepted',
      );
    }
  }

  /** The first refusals pass by themselves mostly; what stays needs somebody who finds out why. */
  private async refused(refund: Refund, code: string): Promise<void> {
    this.paymentMetrics.refundTrouble.inc({ kind: 'refused' });
    if (refund.attempts < toldAfterAttempts) return;
    const why = `微信支付一直拒绝（${code}），系统会继续重试；请核实商户余额和订单`;
    await this.unitOfWork.run((tx) => this.refundWork.needed(tx, refund, why, 'refused'));
  }

  private async ask(refund: Refund): Promise<ProviderRefund> {
    const { provider } = this.paymentProviderHolder;
    if (refund.state === 'processing') {
      const known = await provider.queryRefund(refund.refund_no);
      if (known) return known;
    }
    return provider.refund({
      outTradeNo: refund.payment_no,
      outRefundNo: refund.refund_no,
      refundFen: refund.amount_fen,
      totalFen: refund.total_fen,
      reason: refund.reason,
      notifyUrl: notifyUrl(this.kernelContext.config, routeOf('receiveRefundNotification').path),
    });
  }
}

/** 10 s, 20 s, 40 s … half an hour: also a refusal (our balance may be too low today) is tried again. */
function nextTry(now: Date, attempts: number): Date {
  const pause = Math.min(5_000 * 2 ** Math.min(attempts, 12), longestPauseMs);
  return new Date(now.getTime() + pause);
}
