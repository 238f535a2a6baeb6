import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ConsentsOfAccount0030 implements MigrationInterface {
  name = 'ConsentsOfAccount1760000000030';

  /** What somebody agreed to is read whole, also what was withdrawn. */
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create index consent_account on consent (account_id, given_at desc)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop index consent_account`);
  }
}
