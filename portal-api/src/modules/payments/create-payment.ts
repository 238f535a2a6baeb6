import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, KernelContext, newId, UnitOfWork, type Actor, type Tx } from '../../kernel';
import { Accounts, requireAccount } from '../identity';
import { Proxies } from '../patients';
import { AskProvider } from './ask-provider';
import { newPaymentNo } from './numbers';
import { OpenAtProvider } from './open-at-provider';
import { PayableHolder, type Quote } from './ports';
import { presentPayment } from './payment.presenter';
import { PaymentOrders, type PaymentOrder } from './payment-order.repository';
import { nextQueryAt } from './query-schedule';

type Wish = RequestOf<'createPayment'>['body'] & { accountId: string };
type Found = { kind: 'open' | 'replace'; order: PaymentOrder };

/** Opens the payment of a held place, or returns the one that is open. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreatePayment {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  accounts: Accounts;
  @Inject()
  proxies: Proxies;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  payableHolder: PayableHolder;
  @Inject()
  askProvider: AskProvider;
  @Inject()
  openAtProvider: OpenAtProvider;

  async run(
    actor: Actor,
    request: RequestOf<'createPayment'>,
  ): Promise<ResponseOf<'createPayment'>> {
    const { accountId } = requireAccount(actor);
    const quote = await this.payableHolder.payable.quote(request.body.appointmentId);
    if (!quote) throw new AppError('NOT_FOUND');
    await this.proxies.require(accountId, quote.patientId);
    if (quote.standing === 'payable')
      await this.payableHolder.payable.prepare(request.body.appointmentId);
    const openid = await this.openidFor(accountId, request.body.method);
    const order = await this.openOrder({ ...request.body, accountId });
    if (order.state !== 'created' && order.state !== 'paying') return presentPayment(order, null);
    const opened = await this.openAtProvider.run(order, openid);
    return presentPayment(opened.order, opened.jsapi);
  }

  private async openidFor(accountId: string, method: Wish['method']): Promise<string | null> {
    if (method === 'wechat-native') return null;
    const openid = await this.accounts.wechatOpenid(accountId);
    if (!openid) {
      throw new AppError('PAYMENT_MODE_NOT_ALLOWED', { message: '请先用微信登录，再使用微信支付' });
    }
    return openid;
  }

  /** The one open order of the appointment, made or found; one of another kind is closed first. */
  private async openOrder(wish: Wish): Promise<PaymentOrder> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const found = await this.unitOfWork.run((tx) => this.findOrInsert(tx, wish));
      if (found.kind === 'open') return found.order;
      if ((await this.closeOld(found.order)) === 'paid') {
        return (await this.paymentOrders.find(found.order.id)) ?? found.order;
      }
    }
    throw new AppError('INVALID_STATE');
  }

  private async closeOld(order: PaymentOrder): Promise<'closed' | 'paid'> {
    try {
      return await this.askProvider.close(order);
    } catch (error) {
      // Two payable orders for one place would be worse than none.
      throw new AppError('PROVIDER_UNAVAILABLE', {
        message: '微信支付暂时没有响应，请稍后再试',
        cause: error,
      });
    }
  }

  private async findOrInsert(tx: Tx, wish: Wish): Promise<Found> {
    const { payable } = this.payableHolder;
    await payable.lock(tx, wish.appointmentId);
    const quote = await payable.quote(wish.appointmentId);
    if (!quote) throw new AppError('NOT_FOUND');
    if (quote.standing === 'expired') throw new AppError('HOLD_EXPIRED');
    if (quote.standing === 'not-payable') throw new AppError('INVALID_STATE');
    const open = await this.paymentOrders.findOpen(tx, wish.appointmentId);
    if (!open) return { kind: 'open', order: await this.insert(tx, wish, quote) };
    return { kind: isSame(open, wish, quote) ? 'open' : 'replace', order: open };
  }

  private async insert(tx: Tx, wish: Wish, quote: Quote): Promise<PaymentOrder> {
    const now = this.kernelContext.clock.now();
    const order = {
      id: newId(now),
      payment_no: newPaymentNo(now),
      appointment_id: wish.appointmentId,
      patient_id: quote.patientId,
      account_id: wish.accountId,
      staff_id: null,
      method: wish.method,
      reference: quote.reference,
      state: 'created' as const,
      amount_fen: quote.amountFen,
      description: quote.description,
      created_at: now,
      expires_at: quote.expiresAt,
      paid_at: null,
      next_query_at: nextQueryAt(now, 0, quote.expiresAt),
    };
    await this.paymentOrders.insert(tx, order);
    return {
      ...order,
      refunded_fen: 0,
      code_url: null,
      provider_transaction_id: null,
      query_attempts: 0,
    };
  }
}

/** What was paid for may have changed: a move that waited for its difference was given up for another. */
function isSame(open: PaymentOrder, wish: Wish, quote: Quote): boolean {
  return (
    open.method === wish.method &&
    open.account_id === wish.accountId &&
    open.reference === quote.reference &&
    open.amount_fen === quote.amountFen
  );
}
