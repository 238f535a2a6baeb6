import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Displays and kiosks, and the queue of each clinic. */
export class DevicesQueue0012 implements MigrationInterface {
  name = 'DevicesQueue1760000000012';

  async up(q: QueryRunner): Promise<void> {
    await this.createDevices(q);
    await this.createQueues(q);
  }

  private async createDevices(q: QueryRunner): Promise<void> {
    await q.query(`
      create table device (
        id uuid primary key,
        kind text not null check (kind in ('board', 'kiosk')),
        name text not null,
        branch_id uuid not null references branch (id) on delete restrict,
        department_ids uuid[] not null default '{}',
        pairing_hash text,
        pairing_expires_at timestamptz,
        token_hash text,
        paired_at timestamptz,
        last_seen_at timestamptz,
        revoked_at timestamptz,
        created_at timestamptz not null,
        version int not null default 1
      )`);
    // A device that is revoked leaves its name to the next one.
    await q.query(
      `create unique index device_name on device (branch_id, name) where revoked_at is null`,
    );
    await q.query(`create unique index device_pairing on device (pairing_hash)`);
    await q.query(`create unique index device_token on device (token_hash)`);
    // A ticket of the kiosk serves once; only those that were used are kept, until they expire anyway.
    await q.query(`
      create table kiosk_ticket_use (
        ticket_hash text primary key,
        expires_at timestamptz not null
      )`);
    await q.query(`create index kiosk_ticket_use_age on kiosk_ticket_use (expires_at)`);
    await q.query(`
      alter table audit_event drop constraint audit_event_actor_kind_check,
        add constraint audit_event_actor_kind_check
          check (actor_kind in ('staff', 'account', 'device', 'system'))`);
  }

  private async createQueues(q: QueryRunner): Promise<void> {
    // Every command locks the row of its queue, so callers stand in line and versions have no gaps.
    await q.query(`
      create table queue (
        roster_id uuid primary key references roster (id) on delete cascade,
        branch_id uuid not null,
        department_id uuid not null,
        date date not null,
        room text,
        version bigint not null default 0
      )`);
    await q.query(`create index queue_branch_date on queue (branch_id, date)`);
    await q.query(`
      create table queue_entry (
        id uuid primary key,
        roster_id uuid not null references queue (roster_id) on delete restrict,
        appointment_id uuid not null unique references appointment (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        number int not null check (number > 0),
        state text not null
          check (state in ('waiting', 'called', 'passed', 'in-visit', 'done', 'left')),
        method text not null check (method in ('position', 'site-code', 'desk', 'kiosk')),
        is_late boolean not null,
        priority text not null default 'none'
          check (priority in ('none', 'elderly', 'returning', 'disabled', 'emergency')),
        priority_reason text not null default '',
        order_key bigint not null,
        placed_behind_at timestamptz,
        checked_in_at timestamptz not null,
        called_at timestamptz,
        calls int not null default 0,
        started_at timestamptz,
        finished_at timestamptz,
        near_told_at timestamptz,
        transferred_from uuid references roster (id) on delete restrict,
        version int not null default 1
      )`);
    await q.query(`create index queue_entry_roster on queue_entry (roster_id)`);
    // Who left may have given the place, and with it the number, to somebody else.
    await q.query(
      `create unique index queue_entry_number on queue_entry (roster_id, number) where state <> 'left'`,
    );
    // Several may be called at once, one is in the room.
    await q.query(
      `create unique index queue_entry_in_visit on queue_entry (roster_id) where state = 'in-visit'`,
    );
    await q.query(`create index queue_entry_patient on queue_entry (patient_id)`);
    // The receipts: what changed a queue, numbered by its version. Never changed, never removed.
    await q.query(`
      create table queue_change (
        roster_id uuid not null references queue (roster_id) on delete restrict,
        version bigint not null,
        entry_id uuid not null references queue_entry (id) on delete restrict,
        kind text not null,
        at timestamptz not null,
        actor_kind text not null,
        actor_id uuid,
        detail jsonb not null default '{}',
        primary key (roster_id, version)
      )`);
    await q.query(`create index queue_change_entry on queue_change (entry_id)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table queue_change, queue_entry, queue`);
    await q.query(`drop table kiosk_ticket_use, device`);
    await q.query(`
      alter table audit_event drop constraint audit_event_actor_kind_check,
        add constraint audit_event_actor_kind_check
          check (actor_kind in ('staff', 'account', 'system')) not valid`);
  }
}
