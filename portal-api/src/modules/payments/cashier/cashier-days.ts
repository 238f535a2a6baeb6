import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { deskPaymentMethods, type DeskPaymentMethod, type ResponseOf } from '@suizhen/contract';
import {
  addDays,
  AppError,
  Database,
  instantAt,
  KernelContext,
  type LocalDate,
  type Sql,
  type Tx,
} from '../../../kernel';

export type CashierDay = ResponseOf<'getCashierDay'>;
type Line = CashierDay['lines'][number];

interface DayRow extends Record<string, unknown> {
  id: string;
  staff_id: string;
  staff_name: string;
  date: LocalDate;
  branch_id: string | null;
  lines: Line[];
  expected_cash_fen: number;
  counted_cash_fen: number;
  note: string;
  closed_at: Date;
}

const columns = `c.id, c.staff_id, s.name as staff_name, c.date::text as date, c.branch_id, c.lines,
    c.expected_cash_fen::float8 as expected_cash_fen, c.counted_cash_fen::float8 as counted_cash_fen, c.note,
    c.closed_at`;

/**
 * The drawer of one member of the staff on one day. Taking money shares a lock with other takings of that
 * drawer, closing it has the lock alone: what is counted is complete, and nothing comes after.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CashierDays {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  /** Before desk money moves, in the transaction that moves it. @throws DAY_ALREADY_CLOSED */
  async requireOpen(tx: Tx, staffId: string): Promise<void> {
    const date = this.kernelContext.clock.today();
    await this.lock(tx, staffId, date, 'shared');
    if (await this.find(staffId, date, tx)) {
      throw new AppError('DAY_ALREADY_CLOSED', {
        message: '您今天已日结，不能再收退款，请由其他收费员办理',
      });
    }
  }

  lock(tx: Tx, staffId: string, date: LocalDate, kind: 'shared' | 'alone'): Promise<unknown> {
    const lock = kind === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
    // In a statement of its own: what follows sees all that others did before they let go.
    return tx.query(`select ${lock}(hashtextextended($1, 727))`, [
      `cashier-day:${staffId}:${date}`,
    ]);
  }

  async find(
    staffId: string,
    date: LocalDate,
    sql: Sql = this.database,
  ): Promise<CashierDay | undefined> {
    const [row] = await sql.query<DayRow>(
      `select ${columns} from cashier_day c join staff s on s.id = c.staff_id
        where c.staff_id = $1 and c.date = $2`,
      [staffId, date],
    );
    return row && presentClosed(row);
  }

  /** Closed days of a span, by a condition over `cashier_day c`. */
  async list(from: LocalDate, to: LocalDate, condition: string, values: unknown[]) {
    const [first, last] = [values.push(from), values.push(to)];
    const rows = await this.database.query<DayRow>(
      `select ${columns} from cashier_day c join staff s on s.id = c.staff_id
        where c.date between $${first} and $${last} and ${condition}
        order by c.date desc, s.name, c.id limit 500`,
      values,
    );
    return rows.map(presentClosed);
  }

  /** What went through the drawer, by the ways people pay; every way has its line. */
  async lines(staffId: string, date: LocalDate, sql: Sql = this.database): Promise<Line[]> {
    const rows = await sql.query<{
      method: DeskPaymentMethod;
      payments: number;
      paid_fen: number;
      refunds: number;
      refunded_fen: number;
    }>(
      `select method, sum(payments)::int as payments, sum(paid)::float8 as paid_fen,
         sum(refunds)::int as refunds, sum(refunded)::float8 as refunded_fen
       from (
         select method, 1 as payments, amount_fen as paid, 0 as refunds, 0::bigint as refunded from payment_order
          where staff_id = $1 and paid_at >= $2 and paid_at < $3 and method = any($4)
         union all
         select o.method, 0, 0, 1, r.amount_fen from refund r join payment_order o on o.id = r.payment_id
          where r.staff_id = $1 and r.succeeded_at >= $2 and r.succeeded_at < $3 and o.method = any($4)
       ) moved group by method`,
      [staffId, instantAt(date), instantAt(addDays(date, 1)), deskPaymentMethods],
    );
    return deskPaymentMethods.map((method) => {
      const row = rows.find((candidate) => candidate.method === method);
      return {
        method,
        payments: row?.payments ?? 0,
        paidFen: row?.paid_fen ?? 0,
        refunds: row?.refunds ?? 0,
        refundedFen: row?.refunded_fen ?? 0,
      };
    });
  }
}

/** Cash alone lies in the drawer. It may be less than nothing: money taken yesterday, handed out today. */
export function expectedCash(lines: readonly Line[]): number {
  const cash = lines.find((line) => line.method === 'cash');
  return (cash?.paidFen ?? 0) - (cash?.refundedFen ?? 0);
}

function presentClosed(row: DayRow): CashierDay {
  return {
    id: row.id,
    date: row.date,
    staffId: row.staff_id,
    staffName: row.staff_name,
    branchId: row.branch_id,
    lines: row.lines,
    expectedCashFen: row.expected_cash_fen,
    countedCashFen: row.counted_cash_fen,
    differenceFen: row.counted_cash_fen - row.expected_cash_fen,
    note: row.note,
    isClosed: true,
    closedAt: row.closed_at.toISOString(),
  };
}
