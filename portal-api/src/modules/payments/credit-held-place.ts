import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  auditColumns,
  Database,
  KernelContext,
  namedSql,
  newId,
  pgErrorCode,
  systemActor,
  type NamedSql,
} from '../../kernel';
import type { PaidNews } from './credit-payment';
import { PayableHolder, type HeldPlaceSql } from './ports';

const parameterTypes = {
  paymentNo: 'text',
  amountFen: 'bigint',
  eventId: 'text',
  now: 'timestamptz',
  transactionId: 'text',
  paidAt: 'timestamptz',
  paidEventId: 'uuid',
  paidAuditId: 'uuid',
  bookedEventId: 'uuid',
  bookedAuditId: 'uuid',
  actorName: 'text',
  requestId: 'text',
} as const;

type Parameter = keyof typeof parameterTypes;

/** Serialization failure and deadlock: whoever was in between is met by the careful way. */
const passing = new Set(['40001', '40P01']);

/**
 * The usual news in one statement: an open order is paid while its place is held. Everything is locked
 * and looked at first, so what follows happens as a whole or not at all; whatever is unusual leaves no
 * trace here and goes the careful way, step by step.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreditHeldPlace {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  payableHolder: PayableHolder;

  private statement: NamedSql<Parameter> | undefined;

  /** @returns whether the payment was credited and its place confirmed */
  async run(news: PaidNews): Promise<boolean> {
    if (news.currency !== 'CNY' || !Number.isSafeInteger(news.amountFen)) return false;
    this.statement ??= namedSql(creditText(this.payableHolder.payable.heldPlace()), parameterTypes);
    const now = this.kernelContext.clock.now();
    const actor = systemActor('wechat-pay');
    const values = this.statement.values({
      paymentNo: news.outTradeNo,
      amountFen: news.amountFen,
      eventId: news.eventId ?? null,
      now,
      transactionId: news.transactionId,
      paidAt: news.paidAt ?? now,
      paidEventId: newId(now),
      paidAuditId: newId(now),
      bookedEventId: newId(now),
      bookedAuditId: newId(now),
      actorName: actor.name,
      requestId: actor.meta.requestId,
    });
    try {
      const rows = await this.database.query(this.statement.text, values, 'credit-held-place');
      return rows.length === 1;
    } catch (error) {
      if (passing.has(pgErrorCode(error) ?? '')) return false;
      throw error;
    }
  }
}

/** Locks as everywhere: appointment → hold → place → payment. A repeat that waited finds nothing due any more. */
function creditText(held: HeldPlaceSql): string {
  return `
with found as materialized (
  select o.id, o.payment_no, o.patient_id, o.appointment_id, ${held.columns}
    from payment_order o ${held.join}
   where o.payment_no = :paymentNo and o.amount_fen = :amountFen and o.state in ('created', 'paying')
     for update of ${[...held.locked, 'o'].join(', ')}
), noted as (
  insert into provider_event (provider, event_id, kind, outcome, received_at)
  select 'wechat-pay', :eventId, 'payment', 'done', :now from found where :eventId is not null
  on conflict do nothing returning 1
), due as materialized (
  select * from found where :eventId is null or exists (select from noted)
), paid as (
  update payment_order o
     set state = 'paid', version = o.version + 1, provider_transaction_id = :transactionId,
         paid_at = :paidAt, next_query_at = null
    from due where o.id = due.id
), told as (
  insert into outbox (id, created_at, event, payload)
  select :paidEventId, :now, 'payment.succeeded',
    jsonb_build_object('paymentId', id, 'appointmentId', appointment_id) from due
), audited as (
  insert into audit_event (${auditColumns})
  select :paidAuditId, :now, 'system', null, :actorName, '', 'payment.succeed', 'payment', id::text,
    patient_id, null, 'ok', jsonb_build_object('paymentNo', payment_no), null, :requestId from due
), ${held.steps}
select 1 from due`;
}
