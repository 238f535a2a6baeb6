import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { addDays, type LocalDate, type Tx } from '../../../kernel';
import type { BillRow } from '../ports';
import type { BillEntry, OurEntry, Subject } from './compare-day';

/** Bills as they came, kept beside the days they are for. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BillStore {
  /** Puts a bill in the place of the one that was there. */
  async keep(tx: Tx, date: LocalDate, rows: readonly BillRow[]): Promise<void> {
    await tx.query(`delete from provider_bill_row where date = $1`, [date]);
    await tx.query(
      `insert into provider_bill_row (date, subject, number, provider_number, payment_no, fen, state, at)
       select $1, r.subject, r.number, r."providerNumber", r."outTradeNo", r.fen, r.state, r.at
         from jsonb_to_recordset($2::jsonb) as r (subject text, number text, "providerNumber" text,
           "outTradeNo" text, fen bigint, state text, at timestamptz)
       on conflict do nothing`,
      [date, JSON.stringify(rows)],
    );
  }

  /** The neighbouring bills' rows of these numbers. */
  async neighbours(
    tx: Tx,
    date: LocalDate,
    entries: readonly (BillEntry | OurEntry)[],
  ): Promise<(BillEntry & { date: LocalDate })[]> {
    const rows = await tx.query<{
      date: LocalDate;
      subject: Subject;
      number: string;
      provider_number: string;
      fen: number;
      state: string;
      at: Date;
    }>(
      `select date::text as date, subject, number, provider_number, fen::float8 as fen, state, at
         from provider_bill_row where date = any($1::date[]) and number = any($2)`,
      [around(date), [...new Set(entries.map((entry) => entry.number))]],
    );
    return rows.map(({ provider_number: providerNumber, ...row }) => ({ ...row, providerNumber }));
  }

  /** Which of the neighbouring days have been compared with their bill. */
  async billedDays(tx: Tx, date: LocalDate): Promise<LocalDate[]> {
    const rows = await tx.query<{ date: LocalDate }>(
      `select date::text as date from reconciliation where date = any($1::date[]) and ran_at is not null`,
      [around(date)],
    );
    return rows.map((row) => row.date);
  }
}

const around = (date: LocalDate) => [addDays(date, -1), addDays(date, 1)];
