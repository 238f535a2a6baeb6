import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Moves of visits, the place that is held for one, and money that goes back in parts. */
export class Rescheduling0010 implements MigrationInterface {
  name = 'Rescheduling1760000000010';

  async up(q: QueryRunner): Promise<void> {
    // A visit that waits for a fee difference has its old place and holds a new one.
    await q.query(`
      alter table hold drop constraint hold_appointment_id_key,
        add purpose text not null default 'booking' check (purpose in ('booking', 'move'))`);
    await q.query(
      `create unique index hold_booking on hold (appointment_id) where purpose = 'booking'`,
    );
    await q.query(
      `create unique index hold_move on hold (appointment_id) where purpose = 'move' and state = 'active'`,
    );

    await q.query(`
      create table reschedule (
        id uuid primary key,
        appointment_id uuid not null references appointment (id) on delete restrict,
        kind text not null check (kind in ('patient', 'staff', 'suspension')),
        state text not null check (state in ('awaiting-payment', 'completed', 'abandoned')),
        from_slot_id uuid not null references slot (id) on delete restrict,
        from_number int not null,
        from_starts_at timestamptz not null,
        from_fee_fen bigint not null,
        to_slot_id uuid not null references slot (id) on delete restrict,
        to_number int not null,
        to_fee_fen bigint not null,
        due_fen bigint not null check (due_fen >= 0),
        hold_id uuid references hold (id) on delete restrict,
        reason text not null default '',
        created_at timestamptz not null,
        expires_at timestamptz,
        settled_at timestamptz,
        check ((state = 'awaiting-payment') = (settled_at is null)),
        check (state <> 'awaiting-payment' or (hold_id is not null and expires_at is not null))
      )`);
    await q.query(
      `create unique index reschedule_awaiting on reschedule (appointment_id) where state = 'awaiting-payment'`,
    );
    await q.query(
      `create index reschedule_expiry on reschedule (expires_at) where state = 'awaiting-payment'`,
    );
    await q.query(`create index reschedule_appointment on reschedule (appointment_id, created_at)`);
    await q.query(`create index reschedule_from on reschedule (from_slot_id)`);
    await q.query(`create index reschedule_to on reschedule (to_slot_id)`);

    // One payment, several refunds: the difference of a cheaper visit, later the rest.
    await q.query(`alter table refund drop constraint refund_payment_id_key`);
    await q.query(`create index refund_payment on refund (payment_id, requested_at)`);
    // What exactly is paid where it is not the fee itself: the move whose difference it is.
    await q.query(`alter table payment_order add reference uuid`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table payment_order drop reference`);
    await q.query(`drop index refund_payment`);
    await q.query(`alter table refund add constraint refund_payment_id_key unique (payment_id)`);
    await q.query(`drop table reschedule`);
    await q.query(`drop index hold_move, hold_booking`);
    await q.query(`delete from hold where purpose = 'move'`);
    await q.query(`
      alter table hold drop purpose, add constraint hold_appointment_id_key unique (appointment_id)`);
  }
}
