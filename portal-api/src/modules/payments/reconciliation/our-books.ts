import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { addDays, Database, instantAt, type LocalDate, type Sql } from '../../../kernel';
import type { BillEntry, OurEntry, Subject } from './compare-day';

interface EntryRow extends Record<string, unknown> {
  subject: Subject;
  number: string;
  fen: number;
  at: Date | null;
  payment_id: string;
  patient_id: string;
}

/**
 * Payments by when they were paid. Refunds by when they were asked for, as the company's bill has them; one
 * that it has not accepted yet is not in any bill.
 */
const entries = (payments: string, refunds: string) => `
  select 'payment' as subject, payment_no as number, amount_fen::float8 as fen, paid_at as at, id as payment_id,
    patient_id from payment_order where method like 'wechat-%' and ${payments}
  union all
  select 'refund', r.refund_no, r.amount_fen::float8, case when r.state = 'requested' then null else r.requested_at end,
    o.id, o.patient_id
    from refund r join payment_order o on o.id = r.payment_id where o.method like 'wechat-%' and ${refunds}`;

/** What our books say about money that went by the payment company. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OurBooks {
  @Inject()
  database: Database;

  async ofDay(date: LocalDate, sql: Sql = this.database): Promise<OurEntry[]> {
    const rows = await sql.query<EntryRow>(
      entries(
        'paid_at >= $1 and paid_at < $2',
        `r.requested_at >= $1 and r.requested_at < $2 and r.state <> 'requested'`,
      ),
      [instantAt(date), instantAt(addDays(date, 1))],
    );
    return rows.map(toEntry);
  }

  async byNumbers(bill: readonly BillEntry[], sql: Sql = this.database): Promise<OurEntry[]> {
    const numbers = (subject: Subject) =>
      bill.filter((entry) => entry.subject === subject).map((entry) => entry.number);
    const rows = await sql.query<EntryRow>(
      entries('payment_no = any($1)', 'r.refund_no = any($2)'),
      [numbers('payment'), numbers('refund')],
    );
    return rows.map(toEntry);
  }
}

function toEntry(row: EntryRow): OurEntry {
  const { subject, number, fen, at } = row;
  return { subject, number, fen, at, paymentId: row.payment_id, patientId: row.patient_id };
}
