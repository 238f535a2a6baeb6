import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { PaymentMethod, RefundState } from '@suizhen/contract';
import { Database, type Sql, type Tx } from '../../kernel';
import { refundStates } from './refund.states';

export interface Refund extends Record<string, unknown> {
  id: string;
  refund_no: string;
  payment_id: string;
  amount_fen: number;
  reason: string;
  state: RefundState;
  attempts: number;
  payment_no: string;
  appointment_id: string;
  patient_id: string;
  total_fen: number;
  method: PaymentMethod;
}

const select = `select r.id, r.refund_no, r.payment_id, r.amount_fen::float8 as amount_fen, r.reason, r.state,
    r.attempts, p.payment_no, p.appointment_id, p.patient_id, p.amount_fen::float8 as total_fen, p.method
  from refund r join payment_order p on p.id = r.payment_id`;

export interface NewRefund {
  id: string;
  refundNo: string;
  paymentId: string;
  amountFen: number;
  reason: string;
  state: 'requested' | 'succeeded';
  requestedAt: Date;
  /** Who handed it out at the desk. */
  staffId: string | null;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class Refunds {
  @Inject()
  database: Database;

  async insert(tx: Tx, refund: NewRefund): Promise<void> {
    const isDone = refund.state === 'succeeded';
    await tx.query(
      `insert into refund (id, refund_no, payment_id, amount_fen, reason, state, requested_at, next_attempt_at, succeeded_at,
         staff_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        refund.id,
        refund.refundNo,
        refund.paymentId,
        refund.amountFen,
        refund.reason,
        refund.state,
        refund.requestedAt,
        isDone ? null : refund.requestedAt,
        isDone ? refund.requestedAt : null,
        refund.staffId,
      ],
    );
  }

  async find(id: string, sql: Sql = this.database): Promise<Refund | undefined> {
    return (await sql.query<Refund>(`${select} where r.id = $1`, [id]))[0];
  }

  async findByNo(refundNo: string, sql: Sql = this.database): Promise<Refund | undefined> {
    return (await sql.query<Refund>(`${select} where r.refund_no = $1`, [refundNo]))[0];
  }

  /** Locks a refund. Its appointment and its payment must be locked already. */
  async lock(tx: Tx, id: string): Promise<Refund | undefined> {
    return (await tx.query<Refund>(`${select} where r.id = $1 for update of r`, [id]))[0];
  }

  /** Moves a refund where the state table allows it. @returns whether it moved */
  async move(
    sql: Sql,
    id: string,
    to: RefundState,
    changes: {
      providerRefundId?: string;
      succeededAt?: Date;
      nextAttemptAt?: Date;
      error?: string;
    } = {},
  ): Promise<boolean> {
    const moved = await sql.query(
      `update refund set state = $2, provider_refund_id = coalesce($4, provider_refund_id),
         succeeded_at = $5, next_attempt_at = $6, last_error = $7
        where id = $1 and state = any($3) returning id`,
      [
        id,
        to,
        refundStates.sourcesOf(to),
        changes.providerRefundId ?? null,
        changes.succeededAt ?? null,
        changes.nextAttemptAt ?? null,
        changes.error ?? null,
      ],
    );
    return moved.length === 1;
  }

  async tryAgainAt(id: string, at: Date, error: string | null): Promise<void> {
    await this.database.query(
      `update refund set next_attempt_at = $2, last_error = coalesce($3, last_error)
        where id = $1 and state in ('requested', 'processing')`,
      [id, at, error],
    );
  }

  /** Whether money of this appointment is still on its way back. */
  async isWaiting(tx: Tx, appointmentId: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from refund r join payment_order p on p.id = r.payment_id
        where p.appointment_id = $1 and r.state <> 'succeeded' limit 1`,
      [appointmentId],
    );
    return rows.length > 0;
  }

  /** Takes due refunds for one worker: nobody else pushes them until the lease ends. */
  claimDue(now: Date, leaseUntil: Date, limit: number): Promise<Refund[]> {
    return this.database.query<Refund>(
      `with due as (
         update refund set next_attempt_at = $2, attempts = attempts + 1
          where id in (select id from refund
                        where state in ('requested', 'processing') and next_attempt_at <= $1
                        order by next_attempt_at limit $3 for update skip locked)
         returning *)
       select r.id, r.refund_no, r.payment_id, r.amount_fen::float8 as amount_fen, r.reason, r.state, r.attempts,
         p.payment_no, p.appointment_id, p.patient_id, p.amount_fen::float8 as total_fen, p.method
       from due r join payment_order p on p.id = r.payment_id`,
      [now, leaseUntil, limit],
    );
  }
}
