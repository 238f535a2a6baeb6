import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Outbox, audit, idempotency, settings, clock. Append-only tables are partitioned by month. */
export class Kernel0001 implements MigrationInterface {
  name = 'Kernel1760000000001';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create extension if not exists pg_trgm`);
    await q.query(`create extension if not exists btree_gist`);

    await q.query(`
      create table outbox (
        id uuid not null,
        created_at timestamptz not null,
        event text not null,
        payload jsonb not null,
        processed_at timestamptz,
        primary key (id, created_at)
      ) partition by range (created_at)`);
    await q.query(`create table outbox_default partition of outbox default`);
    await q.query(
      `create index outbox_waiting on outbox (created_at, id) where processed_at is null`,
    );

    await q.query(`
      create table audit_event (
        id uuid not null,
        at timestamptz not null,
        actor_kind text not null check (actor_kind in ('staff', 'account', 'system')),
        actor_id uuid,
        actor_name text not null,
        actor_role text not null default '',
        action text not null,
        resource_kind text not null,
        resource_id text,
        patient_id uuid,
        reason text,
        outcome text not null default 'ok' check (outcome in ('ok', 'refused')),
        detail jsonb not null default '{}',
        address text,
        request_id text,
        primary key (id, at)
      ) partition by range (at)`);
    await q.query(`create table audit_event_default partition of audit_event default`);
    await q.query(`create index audit_event_at on audit_event (at desc, id desc)`);
    await q.query(
      `create index audit_event_patient on audit_event (patient_id, at desc, id desc) where patient_id is not null`,
    );
    await q.query(
      `create index audit_event_resource on audit_event (resource_id, at) where resource_id is not null`,
    );
    await q.query(`create index audit_event_actor on audit_event (actor_id, at desc)`);

    // Partitions for a span of months; the default partition catches what lies outside, so no write ever fails.
    await q.query(`
      create function ensure_month_partitions(parent text, first date, months int) returns void
      language plpgsql as $$
      declare
        start date := date_trunc('month', first)::date;
        name text;
      begin
        for i in 0 .. months - 1 loop
          name := parent || '_' || to_char(start, 'YYYYMM');
          if to_regclass(name) is null then
            execute format('create table %I partition of %I for values from (%L) to (%L)',
              name, parent, start::text || ' 00:00:00+08', (start + interval '1 month')::date::text || ' 00:00:00+08');
          end if;
          start := (start + interval '1 month')::date;
        end loop;
      end $$`);

    await q.query(`
      create table idempotency_key (
        owner text not null,
        key text not null,
        operation text not null,
        fingerprint text not null,
        state text not null check (state in ('running', 'done')),
        status int,
        body jsonb,
        created_at timestamptz not null,
        primary key (owner, key)
      )`);
    await q.query(`create index idempotency_key_age on idempotency_key (created_at)`);

    await q.query(`
      create table setting (
        key text primary key,
        value jsonb not null,
        version int not null,
        updated_at timestamptz not null,
        updated_by uuid,
        updated_by_name text not null
      )`);
    await q.query(`
      create table setting_change (
        id uuid primary key,
        key text not null,
        version int not null,
        value jsonb not null,
        reason text not null,
        changed_at timestamptz not null,
        changed_by uuid,
        changed_by_name text not null,
        unique (key, version)
      )`);

    // One row; the local mode moves it forward on /sim/, production never touches it.
    await q.query(`
      create table local_clock (
        only_row boolean primary key default true check (only_row),
        offset_ms bigint not null default 0 check (offset_ms >= 0)
      )`);
    await q.query(`insert into local_clock default values`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `drop table local_clock, setting_change, setting, idempotency_key, audit_event, outbox`,
    );
    await q.query(`drop function ensure_month_partitions(text, date, int)`);
  }
}
