import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, KernelContext, realTime, type Actor } from '../../kernel';
import { requireAccount } from '../identity';
import { Proxies } from '../patients';
import { AskProvider } from './ask-provider';
import { presentPayment } from './payment.presenter';
import { PaymentOrders, type PaymentOrder } from './payment-order.repository';

const askAtMostEveryMs = 3_000;
const rememberedOrders = 5_000;

/** Where a payment stands. A patient who looks at an open one is why we ask the company again. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetPayment {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  proxies: Proxies;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  askProvider: AskProvider;

  /** Order → when this process last asked, in real time: it spares the network, nothing rests on it. */
  private readonly askedAt = new Map<string, number>();

  async run(actor: Actor, paymentId: string): Promise<ResponseOf<'getPayment'>> {
    const { accountId } = requireAccount(actor);
    const order = await this.paymentOrders.find(paymentId);
    if (!order) throw new AppError('NOT_FOUND');
    await this.proxies.require(accountId, order.patient_id);
    const isOpen = order.state === 'created' || order.state === 'paying';
    if (!isOpen || !this.mayAsk(order.id)) return presentPayment(order, null);
    await this.ask(order);
    return presentPayment((await this.paymentOrders.find(order.id)) ?? order, null);
  }

  private async ask(order: PaymentOrder): Promise<void> {
    try {
      await this.askProvider.run(order);
    } catch (error) {
      this.kernelContext.logger.warn(
        { paymentNo: order.payment_no, error: (error as Error).message },
        'payment query failed',
      );
    }
  }

  private mayAsk(id: string): boolean {
    const now = realTime.now().getTime();
    const last = this.askedAt.get(id);
    if (last !== undefined && now - last < askAtMostEveryMs) return false;
    this.askedAt.delete(id);
    this.askedAt.set(id, now);
    if (this.askedAt.size > rememberedOrders)
      this.askedAt.delete(this.askedAt.keys().next().value!);
    return true;
  }
}
