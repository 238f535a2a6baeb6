import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rosters, slots, numbered places, holds and appointments. The constraints here settle every race. */
export class Appointments0004 implements MigrationInterface {
  name = 'Appointments1760000000004';

  async up(q: QueryRunner): Promise<void> {
    const timing = `
        period text not null check (period in ('morning', 'afternoon', 'evening')),
        start_time time not null,
        end_time time not null,
        slot_minutes int not null check (slot_minutes > 0),
        shared_capacity int not null check (shared_capacity >= 0),
        wechat_capacity int not null check (wechat_capacity >= 0),
        phone_capacity int not null check (phone_capacity >= 0),
        desk_capacity int not null check (desk_capacity >= 0),
        service_id uuid not null references service (id) on delete restrict,
        room text not null default '',
        version int not null default 1,
        check (end_time > start_time)`;
    await q.query(`
      create table roster_template (
        id uuid primary key,
        doctor_id uuid not null references doctor (id) on delete restrict,
        weekday int not null check (weekday between 1 and 7),
        ${timing},
        unique (doctor_id, weekday, period)
      )`);
    await q.query(`
      create table roster (
        id uuid primary key,
        doctor_id uuid not null references doctor (id) on delete restrict,
        department_id uuid not null references department (id) on delete restrict,
        branch_id uuid not null references branch (id) on delete restrict,
        date date not null,
        fee_fen bigint not null check (fee_fen >= 0),
        release_at timestamptz not null,
        is_closed boolean not null default false,
        note text not null default '',
        ${timing},
        constraint roster_doctor_period unique (doctor_id, date, period),
        constraint roster_doctor_overlap
          exclude using gist (doctor_id with =, tsrange(date + start_time, date + end_time) with &&),
        constraint roster_room_overlap
          exclude using gist (branch_id with =, room with =, tsrange(date + start_time, date + end_time) with &&)
          where (room <> '')
      )`);
    await q.query(`create index roster_department_date on roster (department_id, date)`);
    await q.query(`create index roster_date on roster (date)`);

    await q.query(`
      create table slot (
        id uuid primary key,
        roster_id uuid not null references roster (id) on delete cascade,
        doctor_id uuid not null,
        department_id uuid not null,
        branch_id uuid not null,
        date date not null,
        period text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        capacity int not null check (capacity >= 0),
        fee_fen bigint not null check (fee_fen >= 0),
        release_at timestamptz not null,
        is_closed boolean not null default false,
        unique (roster_id, starts_at)
      )`);
    await q.query(`create index slot_doctor_date on slot (doctor_id, date)`);
    await q.query(`create index slot_department_date on slot (department_id, date)`);

    // A place is a row with the number the patient gets (号). free + held + offered + sold + closed = capacity.
    await q.query(`
      create table place (
        slot_id uuid not null references slot (id) on delete cascade,
        number int not null check (number > 0),
        channel text not null check (channel in ('any', 'wechat', 'phone', 'desk')),
        state text not null default 'free' check (state in ('free', 'held', 'offered', 'sold', 'closed')),
        hold_id uuid,
        appointment_id uuid,
        primary key (slot_id, number),
        constraint place_taken_by check (
          case state
            when 'free' then hold_id is null and appointment_id is null
            when 'closed' then hold_id is null and appointment_id is null
            when 'held' then hold_id is not null and appointment_id is not null
            when 'sold' then hold_id is null and appointment_id is not null
            else true
          end)
      ) with (fillfactor = 80)`);
    await q.query(
      `create index place_free on place (slot_id, channel, number) where state = 'free'`,
    );

    await q.query(`create sequence appointment_no_seq as bigint start 1`);
    // Doctor, department and branch are copied from the slot, whose roster refers to them and cannot go while
    // the appointment is there. References of its own would make every booking of a branch lock that one row.
    await q.query(`
      create table appointment (
        id uuid primary key,
        appointment_no text not null unique,
        patient_id uuid not null references patient (id) on delete restrict,
        account_id uuid references account (id) on delete restrict,
        staff_id uuid references staff (id) on delete restrict,
        channel text not null check (channel in ('wechat', 'phone', 'desk')),
        slot_id uuid not null references slot (id) on delete restrict,
        place_number int not null,
        doctor_id uuid not null,
        department_id uuid not null,
        branch_id uuid not null,
        date date not null,
        period text not null,
        starts_at timestamptz not null,
        ends_at timestamptz not null,
        status text not null
          check (status in ('pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow')),
        exclusivity_key text not null,
        fee_fen bigint not null check (fee_fen >= 0),
        fee_state text not null
          check (fee_state in ('free', 'unpaid', 'pay-at-desk', 'paid', 'refunding', 'refunded')),
        check_in_code text not null,
        cancel_reason text,
        cancel_note text,
        cancelled_by text check (cancelled_by in ('patient', 'staff', 'system')),
        cancelled_at timestamptz,
        created_at timestamptz not null,
        booked_at timestamptz,
        version int not null default 1,
        check ((status = 'cancelled') = (cancelled_at is not null))
      )`);
    await q.query(
      `create unique index appointment_exclusive on appointment (exclusivity_key)
         where status in ('pending', 'booked', 'arrived')`,
    );
    await q.query(`create unique index appointment_check_in_code on appointment (check_in_code)`);
    // One live appointment per place, whatever the code above it believes.
    await q.query(
      `create unique index appointment_place on appointment (slot_id, place_number)
         where status in ('pending', 'booked', 'arrived', 'fulfilled', 'noshow')`,
    );
    await q.query(
      `create index appointment_patient on appointment (patient_id, starts_at desc, id desc)`,
    );
    await q.query(`create index appointment_date on appointment (date, starts_at, id)`);
    await q.query(
      `create index appointment_department on appointment (department_id, date, starts_at, id)`,
    );
    await q.query(
      `create index appointment_doctor on appointment (doctor_id, date, starts_at, id)`,
    );

    await q.query(`
      create table hold (
        id uuid primary key,
        slot_id uuid not null references slot (id) on delete restrict,
        place_number int not null,
        appointment_id uuid not null unique references appointment (id) on delete restrict,
        state text not null check (state in ('active', 'confirmed', 'released', 'expired')),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        settled_at timestamptz
      )`);
    await q.query(`create index hold_expiry on hold (expires_at) where state = 'active'`);
    await q.query(
      `create unique index hold_place on hold (slot_id, place_number) where state = 'active'`,
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table hold, appointment, place, slot, roster, roster_template`);
    await q.query(`drop sequence appointment_no_seq`);
  }
}
