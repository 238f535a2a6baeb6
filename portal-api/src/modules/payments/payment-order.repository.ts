import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { PaymentMethod, PaymentState } from '@suizhen/contract';
import { Database, type Sql, type Tx } from '../../kernel';
import { paymentOrderStates } from './payment-order.states';

export interface PaymentOrder extends Record<string, unknown> {
  id: string;
  payment_no: string;
  appointment_id: string;
  patient_id: string;
  account_id: string | null;
  method: PaymentMethod;
  /** What is paid where it is not the fee itself; see `Quote`. */
  reference: string | null;
  state: PaymentState;
  amount_fen: number;
  refunded_fen: number;
  description: string;
  code_url: string | null;
  provider_transaction_id: string | null;
  created_at: Date;
  expires_at: Date;
  paid_at: Date | null;
  query_attempts: number;
}

/** An order with money of it still here. */
export interface PaidOrder extends PaymentOrder {
  left_fen: number;
}

const columns = `id, payment_no, appointment_id, patient_id, account_id, method, reference, state,
  amount_fen::float8 as amount_fen, refunded_fen::float8 as refunded_fen, description, code_url,
  provider_transaction_id, created_at, expires_at, paid_at, query_attempts`;

const leftSql = `(amount_fen - coalesce(
  (select sum(refund.amount_fen) from refund where refund.payment_id = payment_order.id), 0))`;

interface Changes {
  codeUrl?: string;
  transactionId?: string;
  paidAt?: Date;
  closedAt?: Date;
  refundedFen?: number;
  nextQueryAt?: Date | null;
}

const changeColumns: Record<keyof Changes, string> = {
  codeUrl: 'code_url',
  transactionId: 'provider_transaction_id',
  paidAt: 'paid_at',
  closedAt: 'closed_at',
  refundedFen: 'refunded_fen',
  nextQueryAt: 'next_query_at',
};

@Provide()
@Scope(ScopeEnum.Singleton)
export class PaymentOrders {
  @Inject()
  database: Database;

  find(id: string): Promise<PaymentOrder | undefined> {
    return this.one(this.database, `id = $1`, [id]);
  }

  findByNo(paymentNo: string): Promise<PaymentOrder | undefined> {
    return this.one(this.database, `payment_no = $1`, [paymentNo], 'payment-order-by-no');
  }

  findOpen(sql: Sql, appointmentId: string): Promise<PaymentOrder | undefined> {
    return this.one(sql, `appointment_id = $1 and state in ('created', 'paying')`, [appointmentId]);
  }

  /**
   * The orders that paid for an appointment and what is left of each: money on its way back is gone,
   * also where the company still hesitates. Money from the till last.
   */
  findPaid(sql: Sql, appointmentId: string): Promise<PaidOrder[]> {
    return sql.query<PaidOrder>(
      `select * from (
         select ${columns}, ${leftSql}::float8 as left_fen from payment_order
          where appointment_id = $1 and state in ('paid', 'partially-refunded')) paid
        where left_fen > 0 order by method in ('cash', 'bank-card', 'insurance'), paid_at desc, id desc`,
      [appointmentId],
    );
  }

  /** What of an order has not been sent back yet. The order must be locked. */
  async leftOf(tx: Tx, id: string): Promise<number> {
    const rows = await tx.query<{ left_fen: number }>(
      `select ${leftSql}::float8 as left_fen from payment_order where id = $1`,
      [id],
    );
    return rows[0]?.left_fen ?? 0;
  }

  /** Locks an order. The appointment must be locked already (`Payable.lock`). */
  lock(tx: Tx, id: string): Promise<PaymentOrder | undefined> {
    return this.one(tx, `id = $1 for update`, [id]);
  }

  async insert(
    tx: Tx,
    order: Omit<
      PaymentOrder,
      'refunded_fen' | 'code_url' | 'provider_transaction_id' | 'query_attempts'
    > & {
      staff_id: string | null;
      next_query_at: Date | null;
    },
  ): Promise<void> {
    await tx.query(
      `insert into payment_order (id, payment_no, appointment_id, patient_id, account_id, staff_id, method, state,
         amount_fen, description, created_at, expires_at, paid_at, next_query_at, reference)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        order.id,
        order.payment_no,
        order.appointment_id,
        order.patient_id,
        order.account_id,
        order.staff_id,
        order.method,
        order.state,
        order.amount_fen,
        order.description,
        order.created_at,
        order.expires_at,
        order.paid_at,
        order.next_query_at,
        order.reference,
      ],
    );
  }

  /** Moves an order where the state table allows it. @returns whether it moved */
  async move(sql: Sql, id: string, to: PaymentState, changes: Changes = {}): Promise<boolean> {
    const values: unknown[] = [id, to, paymentOrderStates.sourcesOf(to)];
    const sets = Object.entries(changes).map(([name, value]) => {
      values.push(value);
      return `${changeColumns[name as keyof Changes]} = $${values.length}`;
    });
    const moved = await sql.query(
      `update payment_order set ${['state = $2', 'version = version + 1', ...sets].join(', ')}
        where id = $1 and state = any($3) returning id`,
      values,
    );
    return moved.length === 1;
  }

  /** Money of an order has gone back: all of it now, or a part. */
  async addRefunded(tx: Tx, id: string, amountFen: number): Promise<void> {
    const order = await this.lock(tx, id);
    if (!order) return;
    const refundedFen = order.refunded_fen + amountFen;
    const to = refundedFen === order.amount_fen ? 'refunded' : 'partially-refunded';
    await this.move(tx, id, to, { refundedFen });
  }

  /**
   * Puts the next question off, unless the order was given up since it was read (`Payments.abandon`):
   * then it is to be closed now, whatever was planned for it before.
   */
  async askAgainAt(order: Pick<PaymentOrder, 'id' | 'expires_at'>, at: Date): Promise<void> {
    await this.database.query(
      `update payment_order set next_query_at = $2
        where id = $1 and state in ('created', 'paying') and expires_at = $3`,
      [order.id, at, order.expires_at],
    );
  }

  /** Takes due orders for one worker: nobody else asks about them until the lease ends. */
  claimDue(now: Date, leaseUntil: Date, limit: number): Promise<PaymentOrder[]> {
    return this.database.query<PaymentOrder>(
      `update payment_order set next_query_at = $2, query_attempts = query_attempts + 1
        where id in (select id from payment_order
                      where state in ('created', 'paying') and next_query_at <= $1
                      order by next_query_at limit $3 for update skip locked)
       returning ${columns}`,
      [now, leaseUntil, limit],
    );
  }

  private async one(
    sql: Sql,
    condition: string,
    values: unknown[],
    name?: string,
  ): Promise<PaymentOrder | undefined> {
    const rows = await sql.query<PaymentOrder>(
      `select ${columns} from payment_order where ${condition}`,
      values,
      name,
    );
    return rows[0];
  }
}
