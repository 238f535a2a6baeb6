import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was last sent of a patient, as keyed hashes: to tell our own words from a change of theirs. */
export class SentToHospital0027 implements MigrationInterface {
  name = 'SentToHospital1760000000027';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table external_id add sent jsonb`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table external_id drop sent`);
  }
}
