import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ReconciliationState, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  addDays,
  AppError,
  Audit,
  Database,
  decodeCursor,
  fieldError,
  KernelContext,
  pageFrom,
  type Actor,
  type LocalDate,
} from '../../../kernel';
import { Policy } from '../../identity';
import { ReconciliationRows } from './reconciliation-rows';
import { RunReconciliation } from './run-reconciliation';

type Reconciliation = ResponseOf<'runReconciliation'>;

interface DayRow extends Record<string, unknown> {
  date: LocalDate;
  state: ReconciliationState;
  provider_payments: number;
  provider_paid_fen: number;
  provider_refunds: number;
  provider_refunded_fen: number;
  our_payments: number;
  our_paid_fen: number;
  our_refunds: number;
  our_refunded_fen: number;
  matched: number;
  open: number;
  settled: number;
  error: string;
  ran_at: Date | null;
}

const select = `select c.date::text as date, c.state, c.provider_payments, c.provider_paid_fen::float8 as provider_paid_fen,
    c.provider_refunds, c.provider_refunded_fen::float8 as provider_refunded_fen, c.our_payments,
    c.our_paid_fen::float8 as our_paid_fen, c.our_refunds, c.our_refunded_fen::float8 as our_refunded_fen, c.matched,
    c.error, c.ran_at, rows.open, rows.settled
  from reconciliation c cross join lateral (
    select count(*) filter (where r.state <> 'settled')::int as open,
      count(*) filter (where r.state = 'settled')::int as settled
      from reconciliation_row r where r.date = c.date) rows`;

/** The payment company keeps bills for three months. */
const keptDays = 90;

/** Days of reconciliation, as managers see them and run them again. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Reconciliations {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  reconciliationRows: ReconciliationRows;
  @Inject()
  runReconciliation: RunReconciliation;

  async list(
    actor: Actor,
    query: RequestOf<'listReconciliations'>['query'],
  ): Promise<ResponseOf<'listReconciliations'>> {
    this.policy.require(actor, 'finance.display');
    const before = decodeCursor(query.cursor, 1)?.[0] ?? null;
    if (before !== null && !/^\d{4}-\d{2}-\d{2}$/.test(before)) {
      throw fieldError('query.cursor', '翻页标记无效，请从第一页开始');
    }
    const rows = await this.database.query<DayRow>(
      `${select} where ($1::date is null or c.date < $1) and ($2::text is null or c.state = $2)
        order by c.date desc limit $3`,
      [before, query.state ?? null, query.limit + 1],
    );
    return pageFrom(rows, query.limit, (row) => [row.date], present);
  }

  async get(actor: Actor, date: LocalDate): Promise<ResponseOf<'getReconciliation'>> {
    const staff = this.policy.require(actor, 'finance.display');
    const day = await this.find(date);
    const rows = await this.reconciliationRows.ofDay(date);
    await this.audit.record(staff, {
      action: 'finance.display',
      resourceKind: 'finance',
      resourceId: date,
      detail: { rows: rows.length },
    });
    return { ...day, rows: rows.map((row) => this.reconciliationRows.present(staff, row)) };
  }

  /** @throws INVALID_STATE for a day without a bill, PROVIDER_UNAVAILABLE */
  async run(actor: Actor, date: LocalDate): Promise<Reconciliation> {
    const staff = this.policy.require(actor, 'finance.update');
    const today = this.kernelContext.clock.today();
    if (date >= today || date < addDays(today, -keptDays)) {
      throw new AppError('INVALID_STATE', { message: '只能核对昨天及之前三个月内的账单' });
    }
    const outcome = await this.runReconciliation.run(date);
    await this.audit.record(staff, {
      action: 'finance.reconcile',
      resourceKind: 'finance',
      resourceId: date,
      detail: { outcome },
    });
    const day = await this.find(date);
    if (outcome === 'failed') throw new AppError('PROVIDER_UNAVAILABLE', { message: day.error });
    return day;
  }

  private async find(date: LocalDate): Promise<Reconciliation> {
    const [row] = await this.database.query<DayRow>(`${select} where c.date = $1`, [date]);
    if (!row) throw new AppError('NOT_FOUND');
    return present(row);
  }
}

function present(row: DayRow): Reconciliation {
  return {
    date: row.date,
    state: row.state,
    providerPayments: row.provider_payments,
    providerPaidFen: row.provider_paid_fen,
    providerRefunds: row.provider_refunds,
    providerRefundedFen: row.provider_refunded_fen,
    ourPayments: row.our_payments,
    ourPaidFen: row.our_paid_fen,
    ourRefunds: row.our_refunds,
    ourRefundedFen: row.our_refunded_fen,
    matched: row.matched,
    open: row.open,
    settled: row.settled,
    error: row.error,
    ranAt: row.ran_at?.toISOString() ?? null,
  };
}
