import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 信用: marks, what they add up to for each patient, appeals; and the documents that people hand in. */
export class CreditFiles0013 implements MigrationInterface {
  name = 'CreditFiles1760000000013';

  async up(q: QueryRunner): Promise<void> {
    // The content lies in the database on purpose: it comes and goes with the row that needs it, in one
    // transaction and one backup, and API processes share no disk. It is sealed like every health document.
    await q.query(`
      create table stored_file (
        id uuid primary key,
        account_id uuid references account (id) on delete set null,
        name text not null,
        content_type text not null check (content_type in ('image/jpeg', 'image/png', 'application/pdf')),
        bytes int not null check (bytes between 1 and 3145728),
        sha256 text not null,
        content bytea not null,
        created_at timestamptz not null,
        attached_to text,
        attached_at timestamptz,
        check ((attached_to is null) = (attached_at is null))
      )`);
    // Pictures and PDFs are compressed already, and sealed ones cannot be at all.
    await q.query(`alter table stored_file alter column content set storage external`);
    await q.query(`create index stored_file_account on stored_file (account_id, created_at)`);
    await q.query(
      `create index stored_file_loose on stored_file (created_at) where attached_to is null`,
    );

    await q.query(`
      create table credit_event (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        kind text not null check (kind in ('no-show', 'late-cancel', 'amnesty', 'manual')),
        appointment_id uuid references appointment (id) on delete restrict,
        branch_id uuid,
        at timestamptz not null,
        counts_until timestamptz,
        excused_at timestamptz,
        excused_as text check (excused_as in ('amnesty', 'appeal')),
        forgives_event_id uuid references credit_event (id) on delete restrict,
        staff_id uuid references staff (id) on delete restrict,
        note text not null default '',
        check ((kind = 'amnesty') = (counts_until is null)),
        check ((excused_at is null) = (excused_as is null))
      )`);
    // An appointment is missed once, however many workers look at it.
    await q.query(
      `create unique index credit_event_appointment on credit_event (appointment_id)
         where kind in ('no-show', 'late-cancel')`,
    );
    await q.query(
      `create index credit_event_patient on credit_event (patient_id, at desc, id desc)`,
    );

    // What the marks add up to; a booking looks here and nowhere else.
    await q.query(`
      create table patient_credit (
        patient_id uuid primary key references patient (id) on delete restrict,
        counted int not null default 0 check (counted >= 0),
        suspended_until timestamptz,
        lifted_at timestamptz,
        updated_at timestamptz not null
      )`);
    await q.query(
      `create index appointment_unsettled on appointment (ends_at) where status = 'booked'`,
    );

    await q.query(`
      create table credit_appeal (
        id uuid primary key,
        event_id uuid not null unique references credit_event (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        branch_id uuid,
        account_id uuid references account (id) on delete set null,
        state text not null check (state in ('open', 'upheld', 'rejected')),
        text_cipher text not null,
        created_at timestamptz not null,
        due_at timestamptz not null,
        decided_at timestamptz,
        decided_by uuid references staff (id) on delete restrict,
        answer text not null default '',
        version int not null default 1,
        check ((state = 'open') = (decided_at is null))
      )`);
    await q.query(
      `create index credit_appeal_open on credit_appeal (due_at, id) where state = 'open'`,
    );
    await q.query(
      `create index credit_appeal_decided on credit_appeal (decided_at desc, id) where state <> 'open'`,
    );
    await q.query(`
      create table credit_appeal_file (
        appeal_id uuid not null references credit_appeal (id) on delete cascade,
        position int not null,
        file_id uuid not null unique references stored_file (id) on delete restrict,
        primary key (appeal_id, position)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop index appointment_unsettled`);
    await q.query(
      `drop table credit_appeal_file, credit_appeal, patient_credit, credit_event, stored_file`,
    );
  }
}
