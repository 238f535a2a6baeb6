import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  addDays,
  chineseDay,
  KernelContext,
  newId,
  type LocalDate,
  type Tx,
} from '../../../kernel';
import type { Difference } from './compare-day';
import { DifferenceWork } from './difference-work';

/**
 * The rows of a day that do not match. One row for each number of a day, for ever: comparing again brings the
 * facts up to date and closes what has come right by itself, and never touches what is settled.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DifferenceRows {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  differenceWork: DifferenceWork;

  async keep(tx: Tx, date: LocalDate, differences: readonly Difference[]): Promise<void> {
    const now = this.kernelContext.clock.now();
    for (const difference of differences) await this.upsert(tx, date, difference, now);
    await tx.query(
      `update reconciliation_row set state = 'settled', settled_at = $2, result = '重新核对后一致'
        where date = $1 and state <> 'settled' and not (subject || '/' || number = any($3))`,
      [date, now, differences.map(({ subject, number }) => `${subject}/${number}`)],
    );
  }

  /** What the day before missed and this day's bill has; what was carried over to it in vain. */
  async settleDayBefore(tx: Tx, date: LocalDate): Promise<void> {
    const now = this.kernelContext.clock.now();
    const before = addDays(date, -1);
    await tx.query(
      `update reconciliation_row r set state = 'settled', settled_at = $3, difference = 'cross-day',
         provider_fen = b.fen, provider_number = b.provider_number, provider_state = b.state, provider_at = b.at,
         result = $4
         from provider_bill_row b
        where r.date = $1 and r.state <> 'settled' and r.difference in ('short', 'cross-day') and b.date = $2
          and b.subject = r.subject and b.number = r.number and b.fen = r.our_fen`,
      [before, date, now, `${chineseDay(date)}的账单已列出，自动平账`],
    );
    await tx.query(
      `update reconciliation_row set state = 'open', result = $2
        where date = $1 and state = 'in-progress' and action = 'carry-over'`,
      [before, `${chineseDay(date)}的账单仍未列出，请再核实`],
    );
    await this.refreshState(tx, before);
  }

  /** What a day is called follows from its rows, and so does what there is to do about it. */
  async refreshState(tx: Tx, date: LocalDate): Promise<void> {
    await tx.query(
      `update reconciliation set state = (
         select case when count(*) filter (where state <> 'settled') > 0 then 'differences'
                     when count(*) > 0 then 'settled' else 'matched' end
           from reconciliation_row where date = $1)
        where date = $1 and ran_at is not null`,
      [date],
    );
    await this.differenceWork.follow(tx, date);
  }

  private async upsert(tx: Tx, date: LocalDate, found: Difference, now: Date): Promise<void> {
    const { ours, theirs } = found;
    const isExplained = found.explanation !== '';
    await tx.query(
      `insert into reconciliation_row (id, date, subject, number, difference, provider_number, payment_id, patient_id,
         our_fen, provider_fen, our_state, provider_state, our_at, provider_at, state, result, settled_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (select state from payment_order where id = $7), $11, $12, $13,
         $14, $15, $16)
       on conflict on constraint reconciliation_row_once do update
         set difference = excluded.difference, provider_number = excluded.provider_number,
           payment_id = excluded.payment_id, patient_id = excluded.patient_id, our_fen = excluded.our_fen,
           provider_fen = excluded.provider_fen, our_state = excluded.our_state,
           provider_state = excluded.provider_state, our_at = excluded.our_at, provider_at = excluded.provider_at,
           state = case when excluded.state = 'settled' then 'settled' else reconciliation_row.state end,
           result = case when excluded.state = 'settled' then excluded.result else reconciliation_row.result end,
           settled_at = excluded.settled_at
         where reconciliation_row.state <> 'settled'`,
      [
        newId(now),
        date,
        found.subject,
        found.number,
        found.kind,
        theirs?.providerNumber ?? '',
        ours?.paymentId ?? null,
        ours?.patientId ?? null,
        // Our order was never paid: the sum is what it would have been.
        ours?.at ? ours.fen : null,
        theirs?.fen ?? null,
        theirs?.state ?? '',
        ours?.at ?? null,
        theirs?.at ?? null,
        isExplained ? 'settled' : 'open',
        found.explanation,
        isExplained ? now : null,
      ],
    );
  }
}
