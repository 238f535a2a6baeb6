import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, KernelContext, newId, Outbox, type Actor, type Tx } from '../../kernel';
import { CashierDays } from './cashier';
import { newRefundNo } from './numbers';
import { PaymentOrders, type PaymentOrder } from './payment-order.repository';
import { Refunds } from './refund.repository';

/**
 * Sends a payment back, whole or in part: online money by the company, each part under one number for
 * ever; desk money is handed out with the cancellation and recorded as done.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RequestRefund {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  refunds: Refunds;
  @Inject()
  cashierDays: CashierDays;

  /** @throws DAY_ALREADY_CLOSED when it would be handed out of a drawer that is counted */
  async run(
    tx: Tx,
    actor: Actor,
    order: PaymentOrder,
    reason: string,
    amountFen = order.amount_fen,
  ): Promise<'refunding' | 'refunded'> {
    const now = this.kernelContext.clock.now();
    await this.paymentOrders.lock(tx, order.id);
    const left = await this.paymentOrders.leftOf(tx, order.id);
    if (amountFen > left) throw new Error(`payment ${order.payment_no} has only ${left} fen left`);
    const isOnline = order.method === 'wechat-jsapi' || order.method === 'wechat-native';
    const cashierId = !isOnline && actor.kind === 'staff' ? actor.staffId : null;
    if (cashierId) await this.cashierDays.requireOpen(tx, cashierId);
    const refund = {
      id: newId(now),
      refundNo: newRefundNo(now),
      paymentId: order.id,
      amountFen,
      reason,
      state: isOnline ? ('requested' as const) : ('succeeded' as const),
      requestedAt: now,
      staffId: cashierId,
    };
    await this.refunds.insert(tx, refund);
    await this.audit.record(
      actor,
      {
        action: isOnline ? 'refund.request' : 'refund.desk',
        resourceKind: 'refund',
        resourceId: refund.id,
        patientId: order.patient_id,
        detail: {
          refundNo: refund.refundNo,
          paymentNo: order.payment_no,
          amountFen,
        },
      },
      tx,
    );
    if (isOnline) return 'refunding';
    await this.paymentOrders.addRefunded(tx, order.id, amountFen);
    await this.outbox.append(tx, 'refund.succeeded', {
      refundId: refund.id,
      paymentId: order.id,
      appointmentId: order.appointment_id,
    });
    return 'refunded';
  }
}
