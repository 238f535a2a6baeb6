import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { deskPaymentMethods, type DeskPaymentMethod } from '@suizhen/contract';
import {
  Audit,
  KernelContext,
  newId,
  Outbox,
  type Actor,
  type StaffActor,
  type Tx,
} from '../../kernel';
import { CashierDays } from './cashier';
import { newPaymentNo } from './numbers';
import { PaymentOrders, type PaidOrder } from './payment-order.repository';
import { RequestRefund } from './request-refund';

/** The door of this module for what is paid for. Call with the appointment locked. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Payments {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  requestRefund: RequestRefund;
  @Inject()
  cashierDays: CashierDays;

  /**
   * Nothing is to be paid any more: the worker closes the open orders at the payment company, and what
   * turns out to be paid comes back through `Payable.onPaid`.
   */
  async abandon(tx: Tx, appointmentIds: readonly string[]): Promise<void> {
    await tx.query(
      `update payment_order set expires_at = least(expires_at, $2), next_query_at = $2
        where appointment_id = any($1) and state in ('created', 'paying')`,
      [appointmentIds, this.kernelContext.clock.now()],
    );
  }

  /** Money that a staff member took at the desk. @throws DAY_ALREADY_CLOSED when their drawer is counted */
  async takeAtDesk(
    tx: Tx,
    actor: StaffActor,
    fee: {
      appointmentId: string;
      patientId: string;
      amountFen: number;
      method: DeskPaymentMethod;
    },
  ): Promise<string> {
    await this.cashierDays.requireOpen(tx, actor.staffId);
    const now = this.kernelContext.clock.now();
    const id = newId(now);
    const paymentNo = newPaymentNo(now);
    await this.paymentOrders.insert(tx, {
      id,
      payment_no: paymentNo,
      appointment_id: fee.appointmentId,
      patient_id: fee.patientId,
      account_id: null,
      staff_id: actor.staffId,
      method: fee.method,
      reference: null,
      state: 'paid',
      amount_fen: fee.amountFen,
      description: '挂号费',
      created_at: now,
      expires_at: now,
      paid_at: now,
      next_query_at: null,
    });
    await this.audit.record(
      actor,
      {
        action: 'payment.create',
        resourceKind: 'payment',
        resourceId: id,
        patientId: fee.patientId,
        detail: { paymentNo, method: fee.method, amountFen: fee.amountFen },
      },
      tx,
    );
    await this.outbox.append(tx, 'payment.succeeded', {
      paymentId: id,
      appointmentId: fee.appointmentId,
    });
    return id;
  }

  /** What has been paid for an appointment and not been sent back. */
  async paidFen(tx: Tx, appointmentId: string): Promise<number> {
    const paid = await this.paymentOrders.findPaid(tx, appointmentId);
    return paid.reduce((sum, order) => sum + order.left_fen, 0);
  }

  /**
   * Whether money that `giveBack` would return lies in the till: then somebody must hand it out.
   * @param amountFen only so much goes back
   */
  async isDeskMoney(tx: Tx, appointmentId: string, amountFen = Infinity): Promise<boolean> {
    const paid = await this.paymentOrders.findPaid(tx, appointmentId);
    const isDesk = (order: PaidOrder) =>
      (deskPaymentMethods as readonly string[]).includes(order.method);
    const online = paid.filter((order) => !isDesk(order));
    const onlineFen = online.reduce((sum, order) => sum + order.left_fen, 0);
    return paid.some(isDesk) && amountFen > onlineFen;
  }

  /**
   * Sends back what was paid, or so much of it; online money first.
   * @returns null when nothing was
   */
  async giveBack(
    tx: Tx,
    actor: Actor,
    appointmentId: string,
    reason: string,
    amountFen = Infinity,
  ): Promise<'refunding' | 'refunded' | null> {
    let wanted = amountFen;
    let outcome: 'refunding' | 'refunded' | null = null;
    for (const order of await this.paymentOrders.findPaid(tx, appointmentId)) {
      const part = Math.min(wanted, order.left_fen);
      if (part <= 0) break;
      wanted -= part;
      const state = await this.requestRefund.run(tx, actor, order, reason, part);
      outcome = outcome === 'refunding' ? outcome : state;
    }
    return outcome;
  }
}
