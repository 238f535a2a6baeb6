import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the day of the visit adds to an appointment, and the rights that go with it. */
export class ClinicDay0008 implements MigrationInterface {
  name = 'ClinicDay1760000000008';

  async up(q: QueryRunner): Promise<void> {
    // A visit reason is health data in the patient's own words: ciphertext, like every sensitive field.
    await q.query(`
      alter table appointment
        add reschedule_count int not null default 0,
        add is_suspended boolean not null default false,
        add follows_appointment_id uuid,
        add visit_reason_cipher text,
        add preparation text not null default ''`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table appointment
        drop reschedule_count, drop is_suspended, drop follows_appointment_id, drop visit_reason_cipher,
        drop preparation`);
  }
}
