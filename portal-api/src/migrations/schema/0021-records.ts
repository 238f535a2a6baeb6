import type { MigrationInterface, QueryRunner } from 'typeorm';

const formerWork = ['call', 'dead-letter', 'reconciliation', 'other'];

/** Outside systems, and what they tell us about patients: visits and reports, with what stood there before. */
export class Records0021 implements MigrationInterface {
  name = 'Records1760000000021';

  async up(q: QueryRunner): Promise<void> {
    await this.createSystems(q);
    await this.createEncounters(q);
    await this.createReports(q);
    await this.createRelease(q);
    await this.allowWork(q, [...formerWork, 'critical-value', 'vital-alarm']);
  }

  private async allowWork(q: QueryRunner, kinds: readonly string[]): Promise<void> {
    const list = kinds.map((kind) => `'${kind}'`).join(', ');
    await q.query(`alter table work_item drop constraint work_item_kind_check`);
    await q.query(
      `alter table work_item add constraint work_item_kind_check check (kind in (${list}))`,
    );
  }

  private async createSystems(q: QueryRunner): Promise<void> {
    await q.query(`
      create table external_system (
        id uuid primary key,
        branch_id uuid not null references branch (id) on delete restrict,
        name text not null,
        code text not null unique,
        kind text not null check (kind in ('his', 'lis', 'pacs')),
        adapter text not null check (adapter in ('fhir', 'hl7', 'views')),
        config jsonb not null,
        secret_cipher text,
        is_enabled boolean not null,
        paused_at timestamptz,
        created_at timestamptz not null,
        version int not null default 1
      )`);
  }

  private async createEncounters(q: QueryRunner): Promise<void> {
    // What came from a system carries its id there: unique within the system, whatever comes twice.
    const source = `
        system_id uuid references external_system (id) on delete restrict,
        source_id text,
        source_version text not null default '',
        source_changed_at timestamptz,
        check ((system_id is null) = (source_id is null)),
        unique (system_id, source_id)`;
    await q.query(`
      create table encounter (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        branch_id uuid not null references branch (id) on delete restrict,
        department_id uuid references department (id) on delete restrict,
        doctor_id uuid references doctor (id) on delete restrict,
        appointment_id uuid references appointment (id) on delete restrict,
        class text not null check (class in ('outpatient', 'emergency', 'inpatient', 'physical-exam')),
        status text not null check (status in ('planned', 'in-progress', 'finished', 'cancelled')),
        visit_no text not null default '',
        department_name text not null default '',
        doctor_name text not null default '',
        started_at timestamptz not null,
        ended_at timestamptz,
        chief_complaint text not null default '',
        treatment text not null default '',
        advice text not null default '',
        completed_at timestamptz,
        updated_at timestamptz not null,
        version int not null default 1,
        ${source},
        check (ended_at is null or ended_at >= started_at)
      )`);
    await q.query(
      `create index encounter_patient on encounter (patient_id, started_at desc, id desc)`,
    );
    await q.query(
      `create index encounter_department on encounter (department_id, patient_id) where department_id is not null`,
    );
    await q.query(
      `create unique index encounter_appointment on encounter (appointment_id, system_id) where appointment_id is not null`,
    );
    await q.query(`
      create table diagnosis (
        id uuid primary key,
        encounter_id uuid references encounter (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        code text not null default '',
        name text not null,
        is_main boolean not null default false,
        is_retracted boolean not null default false,
        recorded_at timestamptz not null,
        ${source}
      )`);
    await q.query(`create index diagnosis_encounter on diagnosis (encounter_id)`);
    await q.query(`create index diagnosis_patient on diagnosis (patient_id, recorded_at desc)`);
    await q.query(`
      create table clinical_order (
        id uuid primary key,
        encounter_id uuid references encounter (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        kind text not null check (kind in ('medication', 'lab', 'imaging', 'procedure', 'dental')),
        code text not null default '',
        name text not null,
        dosage text not null default '',
        quantity_text text not null default '',
        status text not null default '',
        ordered_at timestamptz not null,
        ${source}
      )`);
    await q.query(`create index clinical_order_encounter on clinical_order (encounter_id)`);
    await q.query(
      `create index clinical_order_patient on clinical_order (patient_id, ordered_at desc)`,
    );
    await q.query(`
      create table charge (
        id uuid primary key,
        encounter_id uuid references encounter (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        code text not null default '',
        name text not null,
        quantity_text text not null default '',
        amount_fen bigint not null,
        is_cancelled boolean not null default false,
        charged_at timestamptz not null,
        ${source}
      )`);
    await q.query(`create index charge_encounter on charge (encounter_id)`);
    await q.query(`create index charge_patient on charge (patient_id, charged_at desc)`);
  }

  private async createReports(q: QueryRunner): Promise<void> {
    await q.query(`
      create table diagnostic_report (
        id uuid primary key,
        patient_id uuid not null references patient (id) on delete restrict,
        branch_id uuid not null references branch (id) on delete restrict,
        encounter_id uuid references encounter (id) on delete restrict,
        department_id uuid references department (id) on delete restrict,
        kind text not null check (kind in ('lab', 'imaging', 'pathology', 'physical-exam', 'dental-picture')),
        code text not null default '',
        name text not null,
        report_no text not null default '',
        status text not null check (status in ('preliminary', 'final', 'amended', 'corrected', 'cancelled')),
        revision int not null default 1,
        specimen text not null default '',
        department_name text not null default '',
        requester_name text not null default '',
        performer_name text not null default '',
        reviewer_name text not null default '',
        collected_at timestamptz,
        received_at timestamptz,
        reviewed_at timestamptz,
        issued_at timestamptz not null,
        findings text not null default '',
        conclusion text not null default '',
        study_uid text not null default '',
        abnormal_count int not null default 0,
        is_critical boolean not null default false,
        is_sensitive boolean not null default false,
        words text not null default '',
        release_state text not null check (release_state in
          ('critical-hold', 'review', 'timed', 'in-person', 'released', 'withheld')),
        release_due_at timestamptz,
        released_at timestamptz,
        released_by uuid references staff (id) on delete restrict,
        release_note text not null default '',
        -- The revision that the patient was last told of, so that each is told once; 0: none.
        announced_revision int not null default 0,
        corrected_at timestamptz,
        recorded_at timestamptz not null,
        content_digest text not null default '',
        version int not null default 1,
        system_id uuid references external_system (id) on delete restrict,
        source_id text,
        source_version text not null default '',
        source_changed_at timestamptz,
        check ((system_id is null) = (source_id is null)),
        check ((release_state = 'timed') = (release_due_at is not null)),
        check ((release_state = 'released') = (released_at is not null)),
        unique (system_id, source_id)
      )`);
    // The list of a patient, newest first; what is not released yet is rare and filtered on the way.
    await q.query(
      `create index report_patient on diagnostic_report (patient_id, issued_at desc, id desc)`,
    );
    await q.query(
      `create index report_due on diagnostic_report (release_due_at) where release_state = 'timed'`,
    );
    await q.query(
      `create index report_waiting on diagnostic_report (release_state, issued_at, id)
         where release_state in ('critical-hold', 'review', 'in-person', 'withheld')`,
    );
    await q.query(`create index report_encounter on diagnostic_report (encounter_id)`);
    await q.query(`
      create table observation (
        id uuid primary key,
        report_id uuid not null references diagnostic_report (id) on delete restrict,
        patient_id uuid not null references patient (id) on delete restrict,
        position int not null,
        code text not null,
        name text not null,
        value text not null,
        number numeric,
        unit text not null default '',
        range_text text not null default '',
        range_low numeric,
        range_high numeric,
        flag text not null check (flag in ('N', 'H', 'L', 'HH', 'LL', 'A')),
        is_critical boolean not null default false,
        method text not null default '',
        effective_at timestamptz not null,
        unique (report_id, position)
      )`);
    // A trend is one item of one patient over time, answered from the index alone.
    await q.query(
      `create index observation_trend on observation (patient_id, code, effective_at desc)
         include (report_id, number, unit, flag)`,
    );
    await q.query(`
      create table report_revision (
        report_id uuid not null references diagnostic_report (id) on delete restrict,
        revision int not null,
        status text not null,
        content jsonb not null,
        recorded_at timestamptz not null,
        primary key (report_id, revision)
      )`);
    await q.query(`
      create table report_read (
        account_id uuid not null references account (id) on delete cascade,
        report_id uuid not null references diagnostic_report (id) on delete restrict,
        revision int not null,
        read_at timestamptz not null,
        primary key (account_id, report_id)
      )`);
  }

  private async createRelease(q: QueryRunner): Promise<void> {
    await q.query(`
      create table critical_alert (
        id uuid primary key,
        report_id uuid not null references diagnostic_report (id) on delete restrict,
        revision int not null,
        patient_id uuid not null references patient (id) on delete restrict,
        branch_id uuid not null references branch (id) on delete restrict,
        department_id uuid references department (id) on delete restrict,
        state text not null check (state in ('open', 'escalated', 'acknowledged', 'resolved')),
        items jsonb not null,
        raised_at timestamptz not null,
        due_at timestamptz not null,
        level int not null default 1,
        acknowledged_at timestamptz,
        acknowledged_by uuid references staff (id) on delete restrict,
        note text not null default '',
        resolved_at timestamptz,
        resolved_by uuid references staff (id) on delete restrict,
        outcome text not null default '',
        version int not null default 1,
        unique (report_id, revision),
        check ((state in ('acknowledged', 'resolved')) = (acknowledged_at is not null)),
        check ((state = 'resolved') = (resolved_at is not null))
      )`);
    await q.query(
      `create index critical_alert_open on critical_alert (due_at, id) where state in ('open', 'escalated')`,
    );
    await q.query(
      `create index critical_alert_patient on critical_alert (patient_id, raised_at desc)`,
    );
    await q.query(`
      create table item_explanation (
        id uuid primary key,
        code text not null,
        name text not null,
        direction text not null check (direction in ('high', 'low', 'abnormal')),
        text text not null,
        state text not null check (state in ('draft', 'approved', 'retired')),
        review_on date,
        updated_at timestamptz not null,
        updated_by uuid references staff (id) on delete restrict,
        approved_by uuid references staff (id) on delete restrict,
        approved_at timestamptz,
        version int not null default 1,
        unique (code, direction),
        check (state <> 'approved' or (review_on is not null and approved_at is not null))
      )`);
    await q.query(`
      create table report_share (
        id uuid primary key,
        report_id uuid not null references diagnostic_report (id) on delete restrict,
        account_id uuid not null references account (id) on delete cascade,
        token_hash text not null unique,
        code_hash text not null,
        wrong_codes int not null default 0,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz,
        opened int not null default 0,
        last_opened_at timestamptz
      )`);
    await q.query(`create index report_share_report on report_share (report_id, created_at desc)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`delete from work_item where kind <> all($1)`, [formerWork]);
    await this.allowWork(q, formerWork);
    await q.query(`drop table report_share, item_explanation, critical_alert, report_read, report_revision,
      observation, diagnostic_report, charge, clinical_order, diagnosis, encounter, external_system`);
  }
}
