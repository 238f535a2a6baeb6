import type { MigrationInterface, QueryRunner } from 'typeorm';

/** 停诊: clinics that do not take place and their patients; 待办: what somebody has to do. */
export class SuspensionAndWork0011 implements MigrationInterface {
  name = 'SuspensionAndWork1760000000011';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table work_item (
        id uuid primary key,
        kind text not null check (kind in ('call', 'dead-letter', 'reconciliation', 'other')),
        state text not null check (state in ('open', 'claimed', 'done', 'cancelled')),
        title text not null,
        detail text not null default '',
        patient_id uuid references patient (id) on delete restrict,
        branch_id uuid references branch (id) on delete restrict,
        department_id uuid references department (id) on delete restrict,
        subject_kind text not null default '',
        subject_id uuid,
        appointment_id uuid,
        due_at timestamptz not null,
        claimed_by uuid references staff (id) on delete restrict,
        claimed_at timestamptz,
        attempts int not null default 0,
        escalated_at timestamptz,
        outcome text check (outcome in ('reached', 'no-answer', 'wrong-number', 'refused')),
        note text not null default '',
        dedupe_key text not null unique,
        created_at timestamptz not null,
        done_at timestamptz,
        version int not null default 1,
        constraint work_item_claimer check (
          case state when 'open' then claimed_by is null when 'claimed' then claimed_by is not null else true end)
      )`);
    await q.query(
      `create index work_item_due on work_item (due_at, id) where state in ('open', 'claimed')`,
    );
    await q.query(`create index work_item_branch on work_item (branch_id, due_at, id)`);
    await q.query(`create index work_item_subject on work_item (subject_kind, subject_id)`);
    await q.query(
      `create index work_item_claimer_live on work_item (claimed_by) where state = 'claimed'`,
    );

    await q.query(`
      create table clinic_suspension (
        id uuid primary key,
        state text not null check (state in ('open', 'closed')),
        reason text not null
          check (reason in ('doctor-ill', 'doctor-away', 'equipment', 'emergency', 'other')),
        note text not null default '',
        branch_id uuid not null references branch (id) on delete restrict,
        created_at timestamptz not null,
        created_by uuid not null references staff (id) on delete restrict,
        closed_at timestamptz,
        closed_by uuid references staff (id) on delete restrict,
        check ((state = 'closed') = (closed_at is not null))
      )`);
    await q.query(
      `create index clinic_suspension_latest on clinic_suspension (created_at desc, id desc)`,
    );

    // How many each clinic had when it was suspended. A clinic is suspended once, until it is opened again.
    await q.query(`
      create table suspension_roster (
        suspension_id uuid not null references clinic_suspension (id) on delete cascade,
        roster_id uuid not null references roster (id) on delete restrict,
        booked int not null,
        held int not null,
        waiting int not null,
        reopened_at timestamptz,
        primary key (suspension_id, roster_id)
      )`);
    await q.query(
      `create unique index suspension_roster_once on suspension_roster (roster_id) where reopened_at is null`,
    );

    // Every affected visit, with what it was before it moved.
    await q.query(`
      create table suspension_case (
        id uuid primary key,
        suspension_id uuid not null references clinic_suspension (id) on delete restrict,
        appointment_id uuid not null references appointment (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        doctor_id uuid not null,
        department_id uuid not null,
        branch_id uuid not null,
        starts_at timestamptz not null,
        state text not null
          check (state in ('told', 'reached', 'unreached', 'rescheduled', 'cancelled')),
        answer_before timestamptz not null,
        created_at timestamptz not null,
        told_at timestamptz,
        reached_at timestamptz,
        reached_by text not null default '' check (reached_by in ('', 'sms', 'inbox', 'call')),
        resolved_at timestamptz,
        resolved_by text not null default '',
        check ((state in ('rescheduled', 'cancelled')) = (resolved_at is not null))
      )`);
    await q.query(
      `create unique index suspension_case_open on suspension_case (appointment_id)
         where state in ('told', 'reached', 'unreached')`,
    );
    await q.query(`create index suspension_case_appointment on suspension_case (appointment_id)`);
    await q.query(
      `create index suspension_case_list on suspension_case (suspension_id, starts_at, id)`,
    );
    await q.query(
      `create index suspension_case_waiting on suspension_case (told_at, id) where state in ('told', 'unreached')`,
    );
    await q.query(
      `create index suspension_case_answer on suspension_case (answer_before)
         where state in ('told', 'reached', 'unreached')`,
    );

    // Which messages a case has sent, so that their receipts are found again.
    await q.query(`
      create table suspension_message (
        dedupe_key text primary key,
        case_id uuid not null references suspension_case (id) on delete cascade,
        has_sms boolean not null,
        told_at timestamptz not null
      )`);
    await q.query(`create index suspension_message_case on suspension_message (case_id)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `drop table suspension_message, suspension_case, suspension_roster, clinic_suspension, work_item`,
    );
  }
}
