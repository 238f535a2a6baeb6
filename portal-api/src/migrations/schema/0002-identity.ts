import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Branches to teams: where people work; accounts, staff, roles, sessions, consents. */
export class Identity0002 implements MigrationInterface {
  name = 'Identity1760000000002';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table branch (
        id uuid primary key,
        code text not null unique,
        name text not null unique,
        address text not null,
        phone text not null default '',
        transport text not null default '',
        latitude double precision,
        longitude double precision,
        is_active boolean not null default true,
        version int not null default 1
      )`);
    await q.query(`
      create table department (
        id uuid primary key,
        branch_id uuid not null references branch (id) on delete restrict,
        code text not null,
        name text not null,
        group_name text not null,
        intro text not null default '',
        location text not null default '',
        disease_words text[] not null default '{}',
        pinyin_initials text not null default '',
        sort_order int not null default 0,
        is_active boolean not null default true,
        version int not null default 1,
        unique (branch_id, code),
        unique (branch_id, name)
      )`);
    await q.query(`
      create table service (
        id uuid primary key,
        code text not null unique,
        name text not null unique,
        kind text not null check (kind in ('registration', 'examination', 'treatment', 'other')),
        price_fen bigint not null check (price_fen >= 0),
        is_active boolean not null default true,
        version int not null default 1
      )`);
    await q.query(`
      create table doctor (
        id uuid primary key,
        department_id uuid not null references department (id) on delete restrict,
        name text not null,
        title text not null check (title in ('chief', 'associate-chief', 'attending', 'resident')),
        specialty text not null default '',
        intro text not null default '',
        disease_words text[] not null default '{}',
        pinyin_initials text not null default '',
        photo_url text,
        default_service_id uuid references service (id) on delete restrict,
        is_active boolean not null default true,
        version int not null default 1
      )`);
    await q.query(`create index doctor_department on doctor (department_id)`);

    await q.query(`
      create table account (
        id uuid primary key,
        phone_cipher text,
        phone_index text,
        wechat_openid text,
        wechat_unionid text,
        is_large_type boolean not null default false,
        state text not null default 'active' check (state in ('active', 'closed')),
        created_at timestamptz not null,
        closed_at timestamptz,
        version int not null default 1
      )`);
    await q.query(
      `create unique index account_phone on account (phone_index) where state = 'active'`,
    );
    await q.query(
      `create unique index account_openid on account (wechat_openid) where state = 'active'`,
    );

    for (const [table, owner] of [
      ['account_session', 'account'],
      ['staff_session', 'staff'],
    ] as const) {
      if (owner === 'staff') await this.createStaff(q);
      await q.query(`
        create table ${table} (
          id uuid primary key,
          ${owner}_id uuid not null references ${owner} (id) on delete cascade,
          token_hash text not null unique,
          client text not null check (client in ('browser', 'weapp')),
          created_at timestamptz not null,
          last_seen_at timestamptz not null,
          expires_at timestamptz not null,
          revoked_at timestamptz,
          address text
        )`);
      await q.query(
        `create index ${table}_owner on ${table} (${owner}_id) where revoked_at is null`,
      );
    }

    await q.query(`
      create table sms_code (
        id uuid primary key,
        phone_index text not null,
        purpose text not null,
        code_hash text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        attempts int not null default 0,
        used_at timestamptz
      )`);
    await q.query(
      `create index sms_code_phone on sms_code (phone_index, purpose, created_at desc)`,
    );

    await q.query(`
      create table consent (
        id uuid primary key,
        account_id uuid not null references account (id) on delete cascade,
        purpose text not null,
        version text not null,
        text_hash text not null,
        client text not null,
        given_at timestamptz not null,
        withdrawn_at timestamptz
      )`);
    await q.query(
      `create unique index consent_live on consent (account_id, purpose) where withdrawn_at is null`,
    );
  }

  private async createStaff(q: QueryRunner): Promise<void> {
    await q.query(`
      create table team (
        id uuid primary key,
        name text not null unique,
        branch_id uuid references branch (id) on delete restrict,
        is_active boolean not null default true,
        version int not null default 1
      )`);
    await q.query(
      `create table role (id text primary key, name text not null, sort_order int not null)`,
    );
    await q.query(`
      create table role_grant (
        role_id text not null references role (id) on delete cascade,
        resource text not null,
        verb text not null,
        scope text not null check (scope in ('all', 'branch', 'department', 'team', 'self')),
        needs_approval boolean not null default false,
        is_masked boolean not null default true,
        primary key (role_id, resource, verb)
      )`);
    await q.query(`
      create table staff (
        id uuid primary key,
        username text not null unique,
        name text not null,
        phone_cipher text,
        phone_index text,
        password_hash text not null,
        must_change_password boolean not null default true,
        failed_attempts int not null default 0,
        locked_until timestamptz,
        totp_secret_cipher text,
        totp_pending_cipher text,
        totp_last_step bigint,
        branch_id uuid references branch (id) on delete restrict,
        department_id uuid references department (id) on delete restrict,
        team_id uuid references team (id) on delete restrict,
        doctor_id uuid references doctor (id) on delete restrict,
        is_active boolean not null default true,
        last_sign_in_at timestamptz,
        created_at timestamptz not null,
        version int not null default 1
      )`);
    await q.query(`
      create table staff_role (
        staff_id uuid not null references staff (id) on delete cascade,
        role_id text not null references role (id) on delete restrict,
        primary key (staff_id, role_id)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `drop table consent, sms_code, staff_session, staff_role, staff, role_grant, role, team,
         account_session, account, doctor, service, department, branch`,
    );
  }
}
