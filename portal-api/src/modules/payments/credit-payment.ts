import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { PaymentState } from '@suizhen/contract';
import {
  Audit,
  auditColumns,
  auditRow,
  Database,
  KernelContext,
  newId,
  systemActor,
  UnitOfWork,
  type Tx,
} from '../../kernel';
import { CreditHeldPlace } from './credit-held-place';
import { isEventKnown, rememberEvent } from './provider-event';
import { PayableHolder } from './ports';
import { PaymentMetrics } from './payment.metrics';
import { paymentOrderStates } from './payment-order.states';
import { PaymentOrders, type PaymentOrder } from './payment-order.repository';
import { RequestRefund } from './request-refund';

/** What the payment company says about money that came. */
export interface PaidNews {
  outTradeNo: string;
  transactionId: string;
  amountFen: number;
  currency: string;
  paidAt: Date | undefined;
  /** Set when it came as a notification. */
  eventId?: string;
}

export type CreditOutcome = 'confirmed' | 'refund' | 'duplicate' | 'wrong-amount' | 'unknown-order';

/**
 * Credits a payment once, whoever brings the news and however often. Locks: appointment → payment →
 * refund, as everywhere.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreditPayment {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  paymentOrders: PaymentOrders;
  @Inject()
  payableHolder: PayableHolder;
  @Inject()
  requestRefund: RequestRefund;
  @Inject()
  paymentMetrics: PaymentMetrics;
  @Inject()
  database: Database;
  @Inject()
  creditHeldPlace: CreditHeldPlace;

  async run(news: PaidNews): Promise<CreditOutcome> {
    const outcome = await this.settle(news);
    const way = news.eventId ? 'notification' : 'query';
    this.paymentMetrics.notifications.inc({ way, outcome });
    if (outcome === 'wrong-amount' || outcome === 'unknown-order') {
      this.kernelContext.logger.error(
        { paymentNo: news.outTradeNo, way, outcome },
        'payment not credited',
      );
    }
    return outcome;
  }

  private async settle(news: PaidNews): Promise<CreditOutcome> {
    if (await this.creditHeldPlace.run(news)) return 'confirmed';
    const known = await this.paymentOrders.findByNo(news.outTradeNo);
    if (!known) return 'unknown-order';
    if (news.amountFen !== known.amount_fen || news.currency !== 'CNY') return 'wrong-amount';
    if (news.eventId && (await isEventKnown(this.database, news.eventId))) return 'duplicate';
    return this.unitOfWork.run(async (tx) => {
      if (news.eventId && !(await rememberEvent(tx, news.eventId, 'payment', this.now()))) {
        return 'duplicate';
      }
      await this.payableHolder.payable.lock(tx, known.appointment_id);
      return this.credit(tx, known, news);
    });
  }

  private async credit(tx: Tx, order: PaymentOrder, news: PaidNews): Promise<CreditOutcome> {
    const now = this.now();
    const [paid] = await tx.query<{ was: PaymentState; reference: string | null }>(
      creditSql,
      [
        order.id,
        paymentOrderStates.sourcesOf('paid'),
        news.transactionId,
        news.paidAt ?? now,
        newId(now),
        now,
        ...this.audit.values(systemActor('wechat-pay'), {
          action: 'payment.succeed',
          resourceKind: 'payment',
          resourceId: order.id,
          patientId: order.patient_id,
          detail: { paymentNo: order.payment_no },
        }),
      ],
      'credit-payment',
    );
    if (!paid) return 'duplicate';
    const answer = await this.payableHolder.payable.onPaid(tx, {
      appointmentId: order.appointment_id,
      reference: paid.reference,
      wasClosed: paid.was === 'closed',
    });
    if (answer === 'refund') {
      await this.requestRefund.run(tx, systemActor('wechat-pay'), order, '号源已释放，原路退款');
    }
    return answer;
  }

  private now(): Date {
    return this.kernelContext.clock.now();
  }
}

const creditSql = `
  with before as (
    select id, state from payment_order where id = $1 and state = any($2) for update
  ), paid as (
    update payment_order o
       set state = 'paid', version = version + 1, provider_transaction_id = $3, paid_at = $4, next_query_at = null
      from before where o.id = before.id
    returning o.id, o.appointment_id, o.reference, before.state as was
  ), told as (
    insert into outbox (id, created_at, event, payload)
    select $5::uuid, $6, 'payment.succeeded',
      jsonb_build_object('paymentId', id, 'appointmentId', appointment_id) from paid
  ), audited as (
    insert into audit_event (${auditColumns}) select ${auditRow(7)} from paid
  )
  select was, reference from paid`;
