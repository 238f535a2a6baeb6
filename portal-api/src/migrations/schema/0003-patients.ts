import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Patients, who may act for them, and the claims that lead there. */
export class Patients0003 implements MigrationInterface {
  name = 'Patients1760000000003';

  async up(q: QueryRunner): Promise<void> {
    // Sensitive fields are ciphertexts; *_index are keyed hashes, so equality can be searched and nothing read.
    await q.query(`
      create table patient (
        id uuid primary key,
        name text not null,
        name_grams text[] not null,
        pinyin_initials text not null default '',
        gender text not null check (gender in ('male', 'female', 'other', 'unknown')),
        birth_date date not null,
        identity_type text not null,
        identity_cipher text,
        identity_index text,
        phone_cipher text not null,
        phone_index text not null,
        phone_tail_index text not null,
        address_cipher text,
        contact_name_cipher text,
        contact_phone_cipher text,
        card_number text not null default '',
        care_class text not null default 'regular' check (care_class in ('regular', 'key', 'special')),
        allergies text not null default '',
        medical_history text not null default '',
        notes text not null default '',
        registered_at timestamptz not null,
        registered_branch_id uuid references branch (id) on delete restrict,
        last_visit_date date,
        locked_at timestamptz,
        version int not null default 1,
        check ((identity_type = 'newborn') = (identity_index is null))
      )`);
    // One person, one record: the document decides.
    await q.query(`create unique index patient_identity on patient (identity_index)`);
    // Without the pending list a search never has to read through what was written lately.
    await q.query(
      `create index patient_name_grams on patient using gin (name_grams) with (fastupdate = off)`,
    );
    await q.query(`create index patient_branch on patient (registered_branch_id, id)`);
    await q.query(`create index patient_name on patient (name text_pattern_ops, id)`);
    await q.query(`create index patient_pinyin on patient (pinyin_initials text_pattern_ops, id)`);
    await q.query(`create index patient_phone on patient (phone_index, id)`);
    await q.query(`create index patient_phone_tail on patient (phone_tail_index, id)`);
    await q.query(
      `create index patient_card on patient (card_number text_pattern_ops, id) where card_number <> ''`,
    );

    await q.query(`
      create table proxy (
        id uuid primary key,
        account_id uuid not null references account (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        relation text not null,
        is_default boolean not null default false,
        guardian_consent boolean not null default false,
        created_at timestamptz not null,
        ended_at timestamptz
      )`);
    await q.query(
      `create unique index proxy_live on proxy (account_id, patient_id) where ended_at is null`,
    );
    await q.query(
      `create unique index proxy_default on proxy (account_id) where is_default and ended_at is null`,
    );
    await q.query(`create index proxy_patient on proxy (patient_id)`);

    await q.query(`
      create table patient_claim (
        id uuid primary key,
        account_id uuid not null references account (id) on delete cascade,
        request_cipher text not null,
        identity_index text,
        target_index text not null,
        patient_id uuid references patient (id) on delete restrict,
        code_hash text not null,
        attempts int not null default 0,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        confirmed_at timestamptz
      )`);
    await q.query(
      `create index patient_claim_account on patient_claim (account_id, created_at desc)`,
    );
    await q.query(
      `create index patient_claim_identity on patient_claim (identity_index, created_at)`,
    );
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table patient_claim, proxy, patient`);
  }
}
