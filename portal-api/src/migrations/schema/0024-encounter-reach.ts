import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was seen by a doctor or in a branch: whom a member of the staff may search. */
export class EncounterReach0024 implements MigrationInterface {
  name = 'EncounterReach1760000000024';

  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `create index encounter_doctor on encounter (doctor_id, patient_id) where doctor_id is not null`,
    );
    await q.query(`create index encounter_branch on encounter (branch_id, patient_id)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop index encounter_branch, encounter_doctor`);
  }
}
