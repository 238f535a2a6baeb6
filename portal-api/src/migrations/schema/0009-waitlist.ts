import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 候补: who waits for what, what was offered to whom, and a receipt of every step. */
export class Waitlist0009 implements MigrationInterface {
  name = 'Waitlist1760000000009';

  async up(q: QueryRunner): Promise<void> {
    // The round of a place counts how often it came free: an offer passed on is not made again in the same
    // round. An offered place belongs to nobody yet.
    await q.query(`
      alter table place add round int not null default 0,
        drop constraint place_taken_by,
        add constraint place_taken_by check (
          case state
            when 'held' then hold_id is not null and appointment_id is not null
            when 'sold' then hold_id is null and appointment_id is not null
            else hold_id is null and appointment_id is null
          end)`);

    // Slots are named without a reference: a roster may be removed, what was wished and offered stays written.
    await q.query(`
      create table waitlist_entry (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        account_id uuid references account (id) on delete restrict,
        staff_id uuid references staff (id) on delete restrict,
        channel text not null check (channel in ('wechat', 'phone', 'desk')),
        target text not null check (target in ('slot', 'half-day', 'doctor')),
        wish_key text not null,
        slot_id uuid,
        doctor_id uuid not null references doctor (id) on delete restrict,
        department_id uuid not null,
        branch_id uuid not null,
        from_date date not null,
        to_date date not null check (to_date >= from_date),
        period text check (period in ('morning', 'afternoon', 'evening')),
        starts_at timestamptz,
        state text not null check (state in ('waiting', 'offered', 'fulfilled', 'withdrawn', 'ended')),
        joined_at timestamptz not null,
        ends_at timestamptz not null,
        settled_at timestamptz,
        appointment_id uuid references appointment (id) on delete restrict,
        check ((target = 'slot') = (slot_id is not null)),
        check ((state = 'fulfilled') = (appointment_id is not null))
      )`);
    await q.query(
      `create unique index waitlist_entry_wish on waitlist_entry (wish_key) where state in ('waiting', 'offered')`,
    );
    await q.query(
      `create index waitlist_entry_line on waitlist_entry (doctor_id, joined_at, id) where state = 'waiting'`,
    );
    await q.query(
      `create index waitlist_entry_end on waitlist_entry (ends_at) where state in ('waiting', 'offered')`,
    );
    await q.query(
      `create index waitlist_entry_patient on waitlist_entry (patient_id, joined_at desc, id desc)`,
    );
    await q.query(`create index waitlist_entry_joined on waitlist_entry (joined_at, id)`);
    await q.query(`create index waitlist_entry_account on waitlist_entry (account_id)`);

    await q.query(`
      create table waitlist_offer (
        id uuid primary key,
        entry_id uuid not null references waitlist_entry (id) on delete restrict,
        slot_id uuid not null,
        place_number int not null,
        round int not null,
        exclusivity_key text not null,
        date date not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        fee_fen bigint not null,
        state text not null check (state in ('open', 'accepted', 'declined', 'expired', 'withdrawn')),
        offered_at timestamptz not null,
        expires_at timestamptz not null,
        settled_at timestamptz,
        check ((state = 'open') = (settled_at is null))
      )`);
    // A place is offered to one entry at a time, and an entry has one offer at a time.
    await q.query(
      `create unique index waitlist_offer_place on waitlist_offer (slot_id, place_number) where state = 'open'`,
    );
    await q.query(
      `create unique index waitlist_offer_open on waitlist_offer (entry_id) where state = 'open'`,
    );
    await q.query(
      `create index waitlist_offer_expiry on waitlist_offer (expires_at) where state = 'open'`,
    );
    await q.query(
      `create index waitlist_offer_key on waitlist_offer (exclusivity_key) where state = 'open'`,
    );
    await q.query(`create index waitlist_offer_entry on waitlist_offer (entry_id, offered_at)`);

    await q.query(`
      create table waitlist_receipt (
        id uuid primary key,
        entry_id uuid not null references waitlist_entry (id) on delete restrict,
        at timestamptz not null,
        step text not null check (step in
          ('joined', 'offered', 'accepted', 'declined', 'expired', 'offer-withdrawn', 'withdrawn', 'ended')),
        detail text not null default ''
      )`);
    await q.query(`create index waitlist_receipt_entry on waitlist_receipt (entry_id, at, id)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table waitlist_receipt, waitlist_offer, waitlist_entry`);
    await q.query(`alter table place drop round`);
  }
}
