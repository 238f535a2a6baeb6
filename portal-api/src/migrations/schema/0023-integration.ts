import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What comes from the hospital's systems, how far it was read, what goes out, and what a person decides. */
export class Integration0023 implements MigrationInterface {
  name = 'Integration1760000000023';

  async up(q: QueryRunner): Promise<void> {
    // Which of ours is which of theirs. Records carry the id of their source themselves.
    await q.query(`
      create table external_id (
        system_id uuid not null references external_system (id) on delete restrict,
        kind text not null,
        external_id text not null,
        internal_id uuid not null,
        external_version text not null default '',
        agreed jsonb,
        source_changed_at timestamptz,
        source_seq bigint,
        updated_at timestamptz not null,
        primary key (system_id, kind, external_id)
      )`);
    await q.query(`create index external_id_internal on external_id (internal_id, kind)`);

    // The unit in which a system gives an item: another one under the same code is a person's to look at.
    await q.query(`
      create table observed_unit (
        system_id uuid not null references external_system (id) on delete cascade,
        code text not null,
        unit text not null,
        since timestamptz not null,
        primary key (system_id, code)
      )`);

    // Everything that came, sealed as it came, before anything is made of it. `seq` is the order of arrival.
    await q.query(`
      create table inbound_message (
        id uuid primary key,
        seq bigint generated always as identity,
        system_id uuid not null references external_system (id) on delete restrict,
        kind text not null,
        external_id text not null,
        external_version text not null,
        order_key text not null default '',
        content bytea not null,
        encoding text not null default 'utf-8',
        state text not null check (state in
          ('received', 'processed', 'superseded', 'set-aside', 'quarantined', 'discarded')),
        fault text,
        fault_text text not null default '',
        left_out text[] not null default '{}',
        patient_id uuid references patient (id) on delete restrict,
        waits_for text,
        is_unit_accepted boolean not null default false,
        attempts int not null default 0,
        next_at timestamptz,
        changed_at timestamptz,
        received_at timestamptz not null,
        processed_at timestamptz,
        version int not null default 1,
        unique (system_id, kind, external_id, external_version)
      )`);
    await q.query(
      `create index inbound_waiting on inbound_message (system_id, seq) where state = 'received'`,
    );
    await q.query(`create index inbound_list on inbound_message (received_at desc, id desc)`);
    await q.query(
      `create index inbound_quarantine on inbound_message (received_at desc, id desc) where state = 'quarantined'`,
    );
    // What lacks its patient or visit (patient:…, encounter:…) is taken in again once that arrives.
    await q.query(
      `create index inbound_wanting on inbound_message (system_id, waits_for) where waits_for is not null`,
    );
    await q.query(`alter table inbound_message alter column content set storage external`);

    await q.query(`
      create table sync_stream (
        system_id uuid not null references external_system (id) on delete cascade,
        direction text not null check (direction in ('in', 'out')),
        kind text not null,
        watermark timestamptz,
        last_run_at timestamptz,
        last_success_at timestamptz,
        last_error text not null default '',
        failures int not null default 0,
        next_run_at timestamptz,
        wants_full boolean not null default false,
        compared_at timestamptz,
        differences int not null default 0,
        processed bigint not null default 0,
        set_aside bigint not null default 0,
        quarantined bigint not null default 0,
        paused_at timestamptz,
        primary key (system_id, direction, kind)
      )`);

    // One worker of all listens for a system, or fetches from it.
    await q.query(`
      create table system_lease (
        system_id uuid not null references external_system (id) on delete cascade,
        purpose text not null check (purpose in ('listen', 'pull')),
        holder uuid not null,
        until timestamptz not null,
        primary key (system_id, purpose)
      )`);

    await q.query(`
      create table outbound_message (
        id uuid primary key,
        system_id uuid not null references external_system (id) on delete restrict,
        kind text not null check (kind in ('patient', 'appointment', 'appointment-cancel', 'check-in')),
        subject_id uuid not null,
        dedupe_key text not null unique,
        state text not null check (state in ('queued', 'unknown', 'acknowledged', 'refused')),
        attempts int not null default 0,
        next_at timestamptz,
        last_error text not null default '',
        created_at timestamptz not null,
        acknowledged_at timestamptz
      )`);
    await q.query(
      `create index outbound_due on outbound_message (next_at, id) where state in ('queued', 'unknown')`,
    );
    // What concerns one subject goes out in the order in which it happened.
    await q.query(
      `create index outbound_subject on outbound_message (system_id, subject_id, created_at)`,
    );
    await q.query(`create index outbound_list on outbound_message (created_at desc, id desc)`);

    await q.query(`
      create table sync_conflict (
        id uuid primary key,
        system_id uuid not null references external_system (id) on delete restrict,
        kind text not null,
        inbound_id uuid references inbound_message (id) on delete restrict,
        internal_id uuid,
        patient_id uuid references patient (id) on delete restrict,
        title text not null,
        fields_cipher text not null,
        state text not null check (state in ('open', 'kept-ours', 'took-theirs')),
        dedupe_key text not null unique,
        raised_at timestamptz not null,
        decided_at timestamptz,
        decided_by uuid references staff (id) on delete restrict,
        note text not null default '',
        version int not null default 1,
        check ((state = 'open') = (decided_at is null))
      )`);
    await q.query(
      `create index sync_conflict_open on sync_conflict (raised_at, id) where state = 'open'`,
    );

    // 院内档案: a system of the hospital knows somebody whose document nobody noted.
    await q.query(`
      alter table patient drop constraint patient_check,
        add constraint patient_document
          check ((identity_type in ('newborn', 'hospital-record')) = (identity_index is null))`);
    // A merge moves everything to the survivor and remembers what it moved, so that it can be looked up and undone.
    await q.query(`
      alter table patient add merged_into uuid references patient (id) on delete restrict,
        add check (merged_into is null or merged_into <> id)`);
    await q.query(
      `create index patient_merged on patient (merged_into) where merged_into is not null`,
    );
    await q.query(`
      create table patient_merge (
        id uuid primary key,
        survivor_id uuid not null references patient (id) on delete restrict,
        merged_id uuid not null references patient (id) on delete restrict,
        reason text not null,
        source text not null,
        moved jsonb not null,
        merged_at timestamptz not null,
        undone_at timestamptz
      )`);
    await q.query(
      `create index patient_merge_survivor on patient_merge (survivor_id, merged_at desc)`,
    );
    await q.query(
      `create unique index patient_merge_live on patient_merge (merged_id) where undone_at is null`,
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table patient_merge`);
    await q.query(`
      alter table patient drop merged_into, drop constraint patient_document,
        add constraint patient_check check ((identity_type = 'newborn') = (identity_index is null))`);
    await q.query(
      `drop table sync_conflict, outbound_message, system_lease, sync_stream, inbound_message, observed_unit, external_id`,
    );
  }
}
