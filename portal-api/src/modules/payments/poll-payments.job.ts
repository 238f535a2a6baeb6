import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, type Clock, type RecurringJob } from '../../kernel';
import { AskProvider } from './ask-provider';
import { PaymentOrders } from './payment-order.repository';

const leaseMs = 30_000;
const afterTroubleMs = 15_000;
const batch = 20;

/** Finds what no notification told, and closes orders whose place was given up. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PollPayments implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  askProvider: AskProvider;

  async run(clock: Clock): Promise<number> {
    const now = clock.now();
    const due = await this.paymentOrders.claimDue(now, new Date(now.getTime() + leaseMs), batch);
    await Promise.all(
      due.map(async (order) => {
        try {
          await this.askProvider.run(order);
        } catch (error) {
          const again = new Date(now.getTime() + afterTroubleMs);
          await this.paymentOrders.askAgainAt(order, again);
          this.kernelContext.logger.warn(
            { paymentNo: order.payment_no, error: (error as Error).message },
            'payment query failed',
          );
        }
      }),
    );
    return due.length;
  }
}
