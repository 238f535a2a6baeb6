/** What is told when money came in or went back. */
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { PaymentMethod } from '@suizhen/contract';
import { Database, UnitOfWork, type DomainEvents, type EventHandler } from '../../kernel';
import { Announcer } from './announcer';
import { paidMessage, refundedMessage } from './message-texts';
import { Visits } from './visit-facts';

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnouncePayment implements EventHandler<'payment.succeeded'> {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  visits: Visits;
  @Inject()
  announcer: Announcer;

  async handle({ paymentId, appointmentId }: DomainEvents['payment.succeeded']): Promise<void> {
    const visit = await this.visits.of(appointmentId);
    const [payment] = await this.database.query<{ amount_fen: string; method: PaymentMethod }>(
      `select amount_fen, method from payment_order where id = $1`,
      [paymentId],
    );
    if (!visit || !payment) return;
    const { patientId } = visit;
    const message = paidMessage(visit, Number(payment.amount_fen), payment.method);
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, { key: `paid:${paymentId}`, patientId, appointmentId, message }),
    );
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceRefund implements EventHandler<'refund.succeeded'> {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  visits: Visits;
  @Inject()
  announcer: Announcer;

  async handle({ refundId, appointmentId }: DomainEvents['refund.succeeded']): Promise<void> {
    const visit = await this.visits.of(appointmentId);
    const [refund] = await this.database.query<{ amount_fen: string }>(
      `select amount_fen from refund where id = $1`,
      [refundId],
    );
    if (!visit || !refund) return;
    const { patientId } = visit;
    const message = refundedMessage(visit, Number(refund.amount_fen));
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, {
        key: `refunded:${refundId}`,
        patientId,
        appointmentId,
        message,
      }),
    );
  }
}
