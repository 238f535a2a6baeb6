import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money in and back, and what was said to whom. */
export class PaymentsDelivery0005 implements MigrationInterface {
  name = 'PaymentsDelivery1760000000005';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table payment_order (
        id uuid primary key,
        payment_no text not null unique,
        appointment_id uuid not null references appointment (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        account_id uuid references account (id) on delete restrict,
        staff_id uuid references staff (id) on delete restrict,
        method text not null
          check (method in ('wechat-jsapi', 'wechat-native', 'cash', 'bank-card', 'insurance')),
        state text not null
          check (state in ('created', 'paying', 'paid', 'closed', 'partially-refunded', 'refunded')),
        amount_fen bigint not null check (amount_fen > 0),
        refunded_fen bigint not null default 0 check (refunded_fen between 0 and amount_fen),
        description text not null,
        prepay_id text,
        code_url text,
        provider_transaction_id text unique,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        paid_at timestamptz,
        closed_at timestamptz,
        next_query_at timestamptz,
        query_attempts int not null default 0,
        version int not null default 1
      )`);
    await q.query(
      `create unique index payment_order_open on payment_order (appointment_id)
         where state in ('created', 'paying')`,
    );
    // An appointment is paid once; money that arrives twice is sent back.
    await q.query(`create index payment_order_appointment on payment_order (appointment_id)`);
    await q.query(
      `create index payment_order_patient on payment_order (patient_id, created_at desc, id desc)`,
    );
    await q.query(
      `create index payment_order_query on payment_order (next_query_at) where state in ('created', 'paying')`,
    );

    await q.query(`
      create table refund (
        id uuid primary key,
        refund_no text not null unique,
        payment_id uuid not null unique references payment_order (id) on delete restrict,
        amount_fen bigint not null check (amount_fen > 0),
        reason text not null,
        state text not null check (state in ('requested', 'processing', 'succeeded', 'abnormal')),
        provider_refund_id text,
        attempts int not null default 0,
        next_attempt_at timestamptz,
        last_error text,
        requested_at timestamptz not null,
        succeeded_at timestamptz
      )`);
    await q.query(
      `create index refund_waiting on refund (next_attempt_at) where state in ('requested', 'processing')`,
    );

    // What outside systems told us, once each.
    await q.query(`
      create table provider_event (
        provider text not null,
        event_id text not null,
        kind text not null,
        outcome text not null,
        received_at timestamptz not null,
        primary key (provider, event_id)
      )`);

    await q.query(
      `create table delivery_key (dedupe_key text primary key, delivery_id uuid not null)`,
    );
    await q.query(`
      create table delivery (
        id uuid not null,
        created_at timestamptz not null,
        kind text not null,
        channel text not null check (channel in ('sms', 'mail', 'wechat')),
        account_id uuid,
        patient_id uuid,
        target_cipher text not null,
        template text not null,
        params_cipher text not null,
        state text not null check (state in ('queued', 'sent', 'delivered', 'failed')),
        vendor_id text,
        attempts int not null default 0,
        next_attempt_at timestamptz not null default now(),
        last_error text,
        sent_at timestamptz,
        delivered_at timestamptz,
        primary key (id, created_at)
      ) partition by range (created_at)`);
    await q.query(`create table delivery_default partition of delivery default`);
    await q.query(
      `create index delivery_waiting on delivery (next_attempt_at) where state = 'queued'`,
    );
    await q.query(
      `create index delivery_vendor on delivery (vendor_id) where vendor_id is not null`,
    );
    await q.query(`create index delivery_patient on delivery (patient_id, created_at desc)`);

    await q.query(`
      create table inbox_message (
        id uuid primary key,
        account_id uuid not null references account (id) on delete cascade,
        patient_id uuid references patient (id) on delete restrict,
        kind text not null,
        title text not null,
        body text not null,
        appointment_id uuid references appointment (id) on delete restrict,
        dedupe_key text not null unique,
        created_at timestamptz not null,
        read_at timestamptz
      )`);
    await q.query(
      `create index inbox_message_account on inbox_message (account_id, created_at desc, id desc)`,
    );
    await q.query(
      `create index inbox_message_unread on inbox_message (account_id) where read_at is null`,
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `drop table inbox_message, delivery, delivery_key, provider_event, refund, payment_order`,
    );
  }
}
