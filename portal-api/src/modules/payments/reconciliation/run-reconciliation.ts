import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addDays,
  addMinutes,
  instantAt,
  KernelContext,
  Settings,
  UnitOfWork,
  type LocalDate,
  type Tx,
} from '../../../kernel';
import { PaymentProviderHolder, refusalCode, type BillRow, type ProviderBill } from '../ports';
import { BillStore } from './bill-store';
import { compareDay, type OurEntry, type Subject } from './compare-day';
import { DifferenceRows } from './difference-rows';
import { OurBooks } from './our-books';
import { billTime, crossDayMinutes } from './reconciliation.settings';

const againAfterMinutes = 15;
const longestPauseMinutes = 120;

export type RunOutcome = 'compared' | 'waiting' | 'failed';

/**
 * Fetches the bill of a day and lays our books beside it. Safe to repeat at any time: the bill replaces the
 * one before, rows keep what was done about them.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RunReconciliation {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  paymentProviderHolder: PaymentProviderHolder;
  @Inject()
  ourBooks: OurBooks;
  @Inject()
  billStore: BillStore;
  @Inject()
  differenceRows: DifferenceRows;

  async run(date: LocalDate): Promise<RunOutcome> {
    const bill = await this.fetch(date);
    const minutes = await this.settings.get(crossDayMinutes);
    const isOverdue = this.now() >= instantAt(addDays(date, 2), await this.settings.get(billTime));
    return this.unitOfWork.run(async (tx) => {
      await this.lockDay(tx, date);
      if (bill.kind === 'failed') return this.putOff(tx, date, 'failed', bill.error);
      if (bill.kind === 'being-made') return this.putOff(tx, date, 'waiting', '账单正在生成');
      const ours = await this.ourBooks.ofDay(date, tx);
      // No bill and nothing in our books is a day without payments. With payments it is late, up to a day.
      if (bill.kind === 'none' && ours.length > 0 && !isOverdue) {
        return this.putOff(tx, date, 'waiting', '账单还没有生成');
      }
      await this.compare(tx, date, bill.kind === 'bill' ? bill.rows : [], ours, minutes);
      return 'compared';
    });
  }

  private async compare(
    tx: Tx,
    date: LocalDate,
    rows: readonly BillRow[],
    ours: readonly OurEntry[],
    minutes: number,
  ): Promise<void> {
    await this.billStore.keep(tx, date, rows);
    const known = await this.ourBooks.byNumbers(rows, tx);
    const { matched, differences } = compareDay({
      date,
      bill: rows,
      ours,
      known,
      neighbours: await this.billStore.neighbours(tx, date, [...rows, ...ours]),
      billedDays: await this.billStore.billedDays(tx, date),
      crossDayMinutes: minutes,
    });
    await this.differenceRows.keep(tx, date, differences);
    const theirs = totals(rows);
    const own = totals(ours);
    await tx.query(
      `update reconciliation set provider_payments = $2, provider_paid_fen = $3, provider_refunds = $4,
         provider_refunded_fen = $5, our_payments = $6, our_paid_fen = $7, our_refunds = $8,
         our_refunded_fen = $9, matched = $10, error = '', next_run_at = null, ran_at = $11
        where date = $1`,
      [date, ...theirs, ...own, matched, this.now()],
    );
    await this.differenceRows.refreshState(tx, date);
    await this.differenceRows.settleDayBefore(tx, date);
  }

  private async lockDay(tx: Tx, date: LocalDate): Promise<void> {
    await tx.query(
      `insert into reconciliation (date, state, next_run_at) values ($1, 'waiting', $2) on conflict do nothing`,
      [date, this.now()],
    );
    // The neighbours too, in the order of days: their rows may be settled by this bill.
    await tx.query(
      `select 1 from reconciliation where date between $1 and $2 order by date for update`,
      [addDays(date, -1), date],
    );
  }

  private async putOff(
    tx: Tx,
    date: LocalDate,
    state: 'waiting' | 'failed',
    error: string,
  ): Promise<RunOutcome> {
    const [day] = await tx.query<{ attempts: number }>(
      `update reconciliation set attempts = attempts + 1, error = $3,
         state = case when ran_at is null then $2 else state end where date = $1 returning attempts`,
      [date, state, error],
    );
    const pause = againAfterMinutes * (state === 'failed' ? (day?.attempts ?? 1) : 1);
    await tx.query(
      `update reconciliation set next_run_at = $2 where date = $1 and ran_at is null`,
      [date, addMinutes(this.now(), Math.min(pause, longestPauseMinutes))],
    );
    return state;
  }

  private async fetch(date: LocalDate): Promise<ProviderBill | { kind: 'failed'; error: string }> {
    try {
      return await this.paymentProviderHolder.provider.bill(date);
    } catch (error) {
      const { message } = error as Error;
      this.kernelContext.logger.warn({ date, error: message }, 'bill could not be had');
      const code = refusalCode(error);
      return {
        kind: 'failed',
        error: code ? `微信支付拒绝：${code}` : '微信支付没有给出可用的账单',
      };
    }
  }

  private now(): Date {
    return this.kernelContext.clock.now();
  }
}

/** Payments, their sum, refunds, their sum. */
function totals(entries: readonly { subject: Subject; fen: number }[]): number[] {
  return (['payment', 'refund'] as const).flatMap((subject) => {
    const own = entries.filter((entry) => entry.subject === subject);
    return [own.length, own.reduce((sum, entry) => sum + entry.fen, 0)];
  });
}
