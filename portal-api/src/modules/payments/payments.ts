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
import { newPaymentNo } from './numbers';
import { PaymentOrders } from './payment-order.repository';
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

  /** Money that a staff member took at the desk. */
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

  /** Whether the money that `giveBack` would return lies in the till: then somebody must hand it out. */
  async isDeskMoney(tx: Tx, appointmentId: string): Promise<boolean> {
    const paid = await this.paymentOrders.findPaid(tx, appointmentId);
    return paid !== undefined && (deskPaymentMethods as readonly string[]).includes(paid.method);
  }

  /** Sends back what was paid. @returns null when nothing was */
  async giveBack(
    tx: Tx,
    actor: Actor,
    appointmentId: string,
    reason: string,
  ): Promise<'refunding' | 'refunded' | null> {
    const paid = await this.paymentOrders.findPaid(tx, appointmentId);
    return paid ? this.requestRefund.run(tx, actor, paid, reason) : null;
  }
}
