import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The payment company's bill beside our books, and the cashier's day. */
export class Reconciliation0014 implements MigrationInterface {
  name = 'Reconciliation1760000000014';

  async up(q: QueryRunner): Promise<void> {
    // Who handed desk money back: it is missing from that drawer.
    await q.query(`alter table refund add staff_id uuid references staff (id) on delete restrict`);
    await q.query(`
      update refund set staff_id = e.actor_id
        from audit_event e join staff on staff.id = e.actor_id
       where e.action = 'refund.desk' and e.resource_id = refund.id::text`);
    await q.query(`
      create table cashier_day (
        id uuid primary key,
        staff_id uuid not null references staff (id) on delete restrict,
        date date not null,
        branch_id uuid,
        lines jsonb not null,
        expected_cash_fen bigint not null,
        counted_cash_fen bigint not null check (counted_cash_fen >= 0),
        note text not null default '',
        closed_at timestamptz not null,
        constraint cashier_day_once unique (staff_id, date)
      )`);
    await q.query(`create index cashier_day_date on cashier_day (date)`);
    await q.query(
      `create index payment_order_desk on payment_order (staff_id, paid_at) where staff_id is not null`,
    );
    await q.query(
      `create index refund_desk on refund (staff_id, succeeded_at) where staff_id is not null`,
    );

    await q.query(
      `create index payment_order_paid on payment_order (paid_at) where method like 'wechat-%'`,
    );
    await q.query(`create index refund_requested on refund (requested_at)`);
    await q.query(`
      create table reconciliation (
        date date primary key,
        state text not null
          check (state in ('waiting', 'matched', 'differences', 'settled', 'failed')),
        provider_payments int not null default 0,
        provider_paid_fen bigint not null default 0,
        provider_refunds int not null default 0,
        provider_refunded_fen bigint not null default 0,
        our_payments int not null default 0,
        our_paid_fen bigint not null default 0,
        our_refunds int not null default 0,
        our_refunded_fen bigint not null default 0,
        matched int not null default 0,
        error text not null default '',
        attempts int not null default 0,
        next_run_at timestamptz,
        ran_at timestamptz
      )`);
    await q.query(
      `create index reconciliation_due on reconciliation (next_run_at) where state in ('waiting', 'failed')`,
    );
    // The bill as it came: the neighbouring days look into it, and a question of next month can be answered.
    await q.query(`
      create table provider_bill_row (
        date date not null references reconciliation (date) on delete cascade,
        subject text not null check (subject in ('payment', 'refund')),
        number text not null,
        provider_number text not null,
        payment_no text not null,
        fen bigint not null,
        state text not null,
        at timestamptz not null,
        primary key (date, subject, number)
      )`);
    await q.query(`create index provider_bill_row_number on provider_bill_row (number)`);
    await q.query(`
      create table reconciliation_row (
        id uuid primary key,
        date date not null references reconciliation (date) on delete restrict,
        subject text not null check (subject in ('payment', 'refund')),
        number text not null,
        difference text not null check (difference in ('long', 'short', 'differing', 'cross-day')),
        provider_number text not null default '',
        payment_id uuid references payment_order (id) on delete restrict,
        patient_id uuid references patient (id) on delete restrict,
        our_fen bigint,
        provider_fen bigint,
        our_state text,
        provider_state text not null default '',
        our_at timestamptz,
        provider_at timestamptz,
        state text not null check (state in ('open', 'in-progress', 'settled')),
        action text,
        note text not null default '',
        result text not null default '',
        settled_at timestamptz,
        settled_by uuid references staff (id) on delete restrict,
        constraint reconciliation_row_once unique (date, subject, number),
        check ((state = 'settled') = (settled_at is not null))
      )`);
    await q.query(
      `create index reconciliation_row_open on reconciliation_row (date) where state <> 'settled'`,
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table reconciliation_row, provider_bill_row, reconciliation, cashier_day`);
    await q.query(
      `drop index refund_requested, payment_order_paid, refund_desk, payment_order_desk`,
    );
    await q.query(`alter table refund drop staff_id`);
  }
}
