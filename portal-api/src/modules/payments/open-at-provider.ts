import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { routeOf } from '@suizhen/contract';
import { AppError, KernelContext } from '../../kernel';
import { AskProvider } from './ask-provider';
import { notifyUrl } from './notify-url';
import { PaymentProviderHolder, refusalCode, type JsapiParams } from './ports';
import { PaymentOrders, type PaymentOrder } from './payment-order.repository';
import { nextQueryAt } from './query-schedule';

export interface OpenedOrder {
  order: PaymentOrder;
  jsapi: JsapiParams | null;
}

const paidCodes = new Set(['ORDER_PAID', 'ORDERPAID']);
const closedCodes = new Set(['ORDER_CLOSED', 'ORDERCLOSED']);

/**
 * Makes an order of ours known to the payment company. Safe to repeat: the same number with the same
 * parameters is the same order there, so a lost answer is asked for again.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OpenAtProvider {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  paymentProviderHolder: PaymentProviderHolder;
  @Inject()
  askProvider: AskProvider;

  /** @throws PROVIDER_UNAVAILABLE, INVALID_STATE when it was given up meanwhile */
  async run(order: PaymentOrder, openid: string | null): Promise<OpenedOrder> {
    if (order.method === 'wechat-native' && order.code_url) return { order, jsapi: null };
    const made = await this.create(order, openid);
    if (made === 'paid') return { order: await this.reload(order), jsapi: null };
    const now = this.kernelContext.clock.now();
    await this.paymentOrders.move(this.paymentOrders.database, order.id, 'paying', {
      ...(made.codeUrl ? { codeUrl: made.codeUrl } : {}),
      nextQueryAt: nextQueryAt(now, 0, order.expires_at),
    });
    const present = await this.reload(order);
    if (present.state === 'closed') {
      await this.closeAgain(present);
      throw new AppError('INVALID_STATE');
    }
    return { order: present, jsapi: present.state === 'paying' ? made.jsapi : null };
  }

  /**
   * Cancelled while we were asking: what we just opened must not stay payable. Should the company not
   * answer, the order ends there with its time; nobody was given a way to pay it.
   */
  private async closeAgain(order: PaymentOrder): Promise<void> {
    try {
      await this.askProvider.close(order);
    } catch (error) {
      this.warn(order, error, 'a cancelled payment could not be closed');
    }
  }

  private async create(
    order: PaymentOrder,
    openid: string | null,
  ): Promise<{ jsapi: JsapiParams | null; codeUrl: string | null } | 'paid'> {
    const { provider } = this.paymentProviderHolder;
    const wish = {
      outTradeNo: order.payment_no,
      description: order.description,
      amountFen: order.amount_fen,
      notifyUrl: notifyUrl(this.kernelContext.config, routeOf('receivePaymentNotification').path),
      expiresAt: order.expires_at,
    };
    try {
      if (openid !== null) {
        return { jsapi: await provider.createJsapi({ ...wish, openid }), codeUrl: null };
      }
      return { jsapi: null, codeUrl: (await provider.createNative(wish)).codeUrl };
    } catch (error) {
      return this.refused(order, error);
    }
  }

  private async refused(order: PaymentOrder, error: unknown): Promise<'paid'> {
    const code = refusalCode(error) ?? '';
    if (paidCodes.has(code)) {
      await this.ask(order);
      return 'paid';
    }
    if (closedCodes.has(code)) {
      await this.ask(order);
      throw new AppError('INVALID_STATE', { message: '支付已关闭，请重新发起', cause: error });
    }
    this.warn(order, error, 'payment could not be opened');
    throw noAnswer(error);
  }

  private async ask(order: PaymentOrder): Promise<void> {
    try {
      await this.askProvider.run(order);
    } catch (error) {
      throw error instanceof AppError ? error : noAnswer(error);
    }
  }

  private warn(order: PaymentOrder, error: unknown, what: string): void {
    const { message } = error as Error;
    this.kernelContext.logger.warn({ paymentNo: order.payment_no, error: message }, what);
  }

  private async reload(order: PaymentOrder): Promise<PaymentOrder> {
    return (await this.paymentOrders.find(order.id)) ?? order;
  }
}

function noAnswer(cause: unknown): AppError {
  return new AppError('PROVIDER_UNAVAILABLE', {
    message: '微信支付暂时没有响应，请稍后再试',
    cause,
  });
}
