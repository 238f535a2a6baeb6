import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  auditColumns,
  Database,
  KernelContext,
  namedSql,
  newId,
  pgErrorCode,
  systemActor,
  Together,
  type NamedSql,
} from '../../kernel';
import type { PaidNews } from './credit-payment';
import { PayableHolder, type HeldPlaceSql } from './ports';

const parameterTypes = {
  paymentNos: 'text[]',
  amountsFen: 'bigint[]',
  eventIds: 'text[]',
  transactionIds: 'text[]',
  paidAts: 'timestamptz[]',
  paidEventIds: 'uuid[]',
  paidAuditIds: 'uuid[]',
  bookedEventIds: 'uuid[]',
  bookedAuditIds: 'uuid[]',
  now: 'timestamptz',
  actorName: 'text',
  requestId: 'text',
} as const;

type Parameter = keyof typeof parameterTypes;

/** Serialization failure and deadlock: whoever was in between is met by the careful way. */
const passing = new Set(['40001', '40P01']);

/**
 * The usual news in one statement, and what arrives at one moment in the same one: an open order is paid
 * while its place is held. Everything is locked and looked at first, so what follows happens as a whole or
 * not at all; whatever is unusual leaves no trace here and goes the careful way, step by step.
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
  private readonly together = new Together<PaidNews, true>({
    apart: ({ outTradeNo }) => outTradeNo,
    run: (news) => this.credit(news),
  });

  /** @returns whether the payment was credited and its place confirmed */
  async run(news: PaidNews): Promise<boolean> {
    if (news.currency !== 'CNY' || !Number.isSafeInteger(news.amountFen)) return false;
    try {
      return (await this.together.join(news)) === true;
    } catch (error) {
      if (passing.has(pgErrorCode(error) ?? '')) return false;
      throw error;
    }
  }

  private async credit(all: readonly PaidNews[]): Promise<Map<PaidNews, true>> {
    this.statement ??= namedSql(creditText(this.payableHolder.payable.heldPlace()), parameterTypes);
    const now = this.kernelContext.clock.now();
    const actor = systemActor('wechat-pay');
    const ids = () => all.map(() => newId(now));
    const rows = await this.database.query<{ payment_no: string }>(
      this.statement.text,
      this.statement.values({
        paymentNos: all.map((news) => news.outTradeNo),
        amountsFen: all.map((news) => news.amountFen),
        eventIds: all.map((news) => news.eventId ?? null),
        transactionIds: all.map((news) => news.transactionId),
        paidAts: all.map((news) => news.paidAt ?? now),
        paidEventIds: ids(),
        paidAuditIds: ids(),
        bookedEventIds: ids(),
        bookedAuditIds: ids(),
        now,
        actorName: actor.name,
        requestId: actor.meta.requestId,
      }),
      'credit-held-places',
    );
    const credited = new Set(rows.map((row) => row.payment_no));
    return new Map(
      all.filter((news) => credited.has(news.outTradeNo)).map((news) => [news, true] as const),
    );
  }
}

/** Locks as everywhere: appointment → hold → place → payment. A repeat that waited finds nothing due any more. */
function creditText(held: HeldPlaceSql): string {
  return `
with news as materialized (
  select * from unnest(:paymentNos, :amountsFen, :eventIds, :transactionIds, :paidAts, :paidEventIds,
      :paidAuditIds, :bookedEventIds, :bookedAuditIds)
    as n (payment_no, amount_fen, event_id, transaction_id, paid_at, paid_event_id, paid_audit_id,
      booked_event_id, booked_audit_id)
), found as materialized (
  select o.id, o.patient_id, o.appointment_id, n.*, ${held.columns}
    from news n
    join payment_order o on o.payment_no = n.payment_no and o.amount_fen = n.amount_fen
      and o.state in ('created', 'paying') ${held.join}
   order by o.payment_no
     for update of ${[...held.locked, 'o'].join(', ')}
), noted as (
  insert into provider_event (provider, event_id, kind, outcome, received_at)
  select 'wechat-pay', event_id, 'payment', 'done', :now from found where event_id is not null
  on conflict do nothing returning event_id
), due as materialized (
  select * from found where event_id is null or event_id in (select event_id from noted)
), paid as (
  update payment_order o
     set state = 'paid', version = o.version + 1, provider_transaction_id = due.transaction_id,
         paid_at = due.paid_at, next_query_at = null
    from due where o.id = due.id
), told as (
  insert into outbox (id, created_at, event, payload)
  select paid_event_id, :now, 'payment.succeeded',
    jsonb_build_object('paymentId', id, 'appointmentId', appointment_id) from due
), audited as (
  insert into audit_event (${auditColumns})
  select paid_audit_id, :now, 'system', null, :actorName, '', 'payment.succeed', 'payment', id::text,
    patient_id, null, 'ok', jsonb_build_object('paymentNo', payment_no), null, :requestId from due
), ${held.steps}
select payment_no from due`;
}
