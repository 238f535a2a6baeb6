import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rosters that the hospital's own system makes, for the branches whose numbers it owns. */
export class HospitalRosters0025 implements MigrationInterface {
  name = 'HospitalRosters1760000000025';

  async up(q: QueryRunner): Promise<void> {
    // Nobody changes its places here: the next message of the hospital would take it back.
    await q.query(`alter table roster add is_from_hospital boolean not null default false`);

    // One schedule of theirs is several clinics of ours. `versions` says of which state of each of its parts
    // we know, so that an older message changes nothing; `clinics` which roster each day and period became.
    await q.query(`
      create table external_schedule (
        system_id uuid not null references external_system (id) on delete restrict,
        external_id text not null,
        versions jsonb not null default '{}',
        clinics jsonb not null default '{}',
        source_seq bigint not null default 0,
        updated_at timestamptz not null,
        primary key (system_id, external_id)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table external_schedule`);
    await q.query(`alter table roster drop is_from_hospital`);
  }
}
