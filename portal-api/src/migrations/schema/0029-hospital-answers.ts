import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the hospital still has to say where it owns the numbers, and what it said. */
export class HospitalAnswers0029 implements MigrationInterface {
  name = 'HospitalAnswers1760000000029';

  async up(q: QueryRunner): Promise<void> {
    // Asked of the hospital since, and its yes. Both are empty where the numbers are kept here.
    await q.query(`
      alter table appointment add hospital_awaited_at timestamptz, add hospital_confirmed_at timestamptz,
        add constraint appointment_hospital_answer
          check (hospital_confirmed_at is null or hospital_awaited_at is not null)`);
    await q.query(`
      create index appointment_hospital_awaited on appointment (hospital_awaited_at)
       where hospital_awaited_at is not null and hospital_confirmed_at is null`);

    // Somebody is sending it until then; one that only waits for its next try may be tried sooner.
    await q.query(`alter table outbound_message add leased_until timestamptz`);
    // Why it was refused, where the system says so: it does not know the number at all.
    await q.query(
      `alter table outbound_message add refusal text check (refusal in ('unknown-number'))`,
    );
    // Whether a system that was silent is back is tried by one at a time, and every few seconds.
    await this.purposes(q, ['listen', 'pull', 'probe']);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`delete from system_lease where purpose = 'probe'`);
    await this.purposes(q, ['listen', 'pull']);
    await q.query(`alter table outbound_message drop refusal, drop leased_until`);
    await q.query(`alter table appointment drop hospital_confirmed_at, drop hospital_awaited_at`);
  }

  private async purposes(q: QueryRunner, purposes: readonly string[]): Promise<void> {
    const list = purposes.map((purpose) => `'${purpose}'`).join(', ');
    await q.query(`
      alter table system_lease drop constraint system_lease_purpose_check,
        add constraint system_lease_purpose_check check (purpose in (${list}))`);
  }
}
