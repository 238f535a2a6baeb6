import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets, proof by a second look, documents of other hospitals, vitals and teeth. */
export class Archive0022 implements MigrationInterface {
  name = 'Archive1760000000022';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table account_session add stepped_up_until timestamptz`);
    await q.query(
      `alter table stored_file add staff_id uuid references staff (id) on delete restrict`,
    );
    // A ticket opens one thing, once, from the session that asked for it.
    await q.query(`
      create table ticket (
        id uuid primary key,
        token_hash text not null unique,
        session_id uuid not null,
        kind text not null,
        subject_id uuid not null,
        patient_id uuid not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      )`);
    await q.query(`create index ticket_end on ticket (expires_at)`);

    await q.query(`
      create table health_document (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        category text not null check (category in ('outside-report', 'discharge', 'prescription', 'other')),
        title text not null,
        hospital_name text not null default '',
        document_date date,
        account_id uuid references account (id) on delete set null,
        staff_id uuid references staff (id) on delete restrict,
        added_at timestamptz not null,
        removed_at timestamptz
      )`);
    await q.query(
      `create index health_document_patient on health_document (patient_id, added_at desc, id desc)`,
    );
    await q.query(`
      create table health_document_file (
        document_id uuid not null references health_document (id) on delete cascade,
        position int not null,
        file_id uuid not null unique references stored_file (id) on delete restrict,
        primary key (document_id, position)
      )`);
    await this.createVitals(q);
    await this.createDental(q);
  }

  private async createVitals(q: QueryRunner): Promise<void> {
    const kinds = `('blood-pressure', 'glucose', 'weight', 'heart-rate', 'temperature')`;
    await q.query(`
      create table vital_device (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        account_id uuid references account (id) on delete set null,
        name text not null,
        kinds text[] not null,
        key_cipher text not null,
        added_at timestamptz not null,
        last_reading_at timestamptz,
        revoked_at timestamptz
      )`);
    await q.query(`create index vital_device_patient on vital_device (patient_id)`);
    await q.query(`
      create table vital_reading (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        kind text not null check (kind in ${kinds}),
        systolic numeric,
        diastolic numeric,
        value numeric,
        moment text check (moment in ('fasting', 'after-meal', 'before-sleep', 'random')),
        measured_at timestamptz not null,
        source text not null check (source in ('manual', 'device', 'staff')),
        account_id uuid references account (id) on delete set null,
        staff_id uuid references staff (id) on delete restrict,
        device_id uuid references vital_device (id) on delete restrict,
        device_reading_id text,
        note text not null default '',
        is_beyond_limits boolean not null,
        recorded_at timestamptz not null,
        removed_at timestamptz,
        system_id uuid references external_system (id) on delete restrict,
        source_id text,
        source_version text not null default '',
        source_changed_at timestamptz,
        check ((system_id is null) = (source_id is null)),
        unique (system_id, source_id),
        check ((kind = 'blood-pressure') = (systolic is not null and diastolic is not null)),
        check ((kind <> 'blood-pressure') = (value is not null)),
        check ((device_id is null) = (device_reading_id is null)),
        unique (device_id, device_reading_id)
      )`);
    await q.query(
      `create index vital_reading_patient on vital_reading (patient_id, kind, measured_at desc)`,
    );
    await q.query(`
      create table vital_limit (
        patient_id uuid not null references patient (id) on delete restrict,
        kind text not null check (kind in ${kinds}),
        low numeric, high numeric, low_diastolic numeric, high_diastolic numeric,
        updated_at timestamptz not null,
        primary key (patient_id, kind)
      )`);
    await q.query(`
      create table vital_alarm (
        id uuid primary key,
        reading_id uuid not null unique references vital_reading (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        branch_id uuid references branch (id) on delete restrict,
        department_id uuid references department (id) on delete restrict,
        state text not null check (state in ('open', 'escalated', 'acknowledged')),
        limit_text text not null,
        raised_at timestamptz not null,
        due_at timestamptz not null,
        level int not null default 1,
        acknowledged_at timestamptz,
        acknowledged_by uuid references staff (id) on delete restrict,
        note text not null default '',
        version int not null default 1,
        check ((state = 'acknowledged') = (acknowledged_at is not null))
      )`);
    await q.query(
      `create index vital_alarm_open on vital_alarm (due_at, id) where state <> 'acknowledged'`,
    );
    await q.query(`create index vital_alarm_patient on vital_alarm (patient_id, raised_at desc)`);
  }

  private async createDental(q: QueryRunner): Promise<void> {
    await q.query(`
      create table tooth_note (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        tooth text not null check (tooth ~ '^([1-4][1-8]|[5-8][1-5])$'),
        finding text not null default '',
        treatment text not null default '',
        staff_id uuid not null references staff (id) on delete restrict,
        noted_at timestamptz not null
      )`);
    await q.query(`create index tooth_note_patient on tooth_note (patient_id, noted_at desc)`);
    await q.query(`
      create table dental_picture (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        file_id uuid not null unique references stored_file (id) on delete restrict,
        moment text not null check (moment in ('before', 'during', 'after')),
        tooth text,
        caption text not null default '',
        taken_on date not null,
        pair_key text not null default '',
        staff_id uuid not null references staff (id) on delete restrict,
        added_at timestamptz not null
      )`);
    await q.query(`create index dental_picture_patient on dental_picture (patient_id, taken_on)`);
    await q.query(`
      create table dental_work_order (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        branch_id uuid references branch (id) on delete restrict,
        order_no text not null unique,
        item text not null,
        teeth text[] not null,
        laboratory text not null,
        shade text not null default '',
        state text not null check (state in ('ordered', 'in-lab', 'returned', 'fitted', 'remake', 'cancelled')),
        due_on date,
        created_at timestamptz not null,
        version int not null default 1
      )`);
    await q.query(
      `create index dental_work_order_patient on dental_work_order (patient_id, created_at desc)`,
    );
    await q.query(`
      create table dental_work_step (
        id uuid primary key,
        work_order_id uuid not null references dental_work_order (id) on delete cascade,
        state text not null,
        at timestamptz not null,
        staff_id uuid not null references staff (id) on delete restrict,
        note text not null default ''
      )`);
    await q.query(`create index dental_work_step_order on dental_work_step (work_order_id, at)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table dental_work_step, dental_work_order, dental_picture, tooth_note, vital_alarm, vital_limit,
      vital_reading, vital_device, health_document_file, health_document, ticket`);
    await q.query(`alter table stored_file drop staff_id`);
    await q.query(`alter table account_session drop stepped_up_until`);
  }
}
