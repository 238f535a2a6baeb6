import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who asks for codes, names that nobody bears, the age of passwords, what failed for good, and forgetting. */
export class GuardsAndLeftovers0020 implements MigrationInterface {
  name = 'GuardsAndLeftovers1760000000020';

  async up(q: QueryRunner): Promise<void> {
    // Codes belong to the device and network that asked for them; both are keyed hashes.
    await q.query(
      `alter table sms_code add network_index text not null default '', add device_index text`,
    );
    await q.query(`alter table account_session add device_index text`);
    await q.query(
      `create index account_session_account on account_session (account_id, created_at desc)`,
    );

    // Failed sign-ins under names that no staff member has; they lock as any other.
    await q.query(`
      create table staff_name_lock (
        name_index text primary key,
        failed_attempts int not null,
        locked_until timestamptz,
        failed_at timestamptz not null
      )`);
    await q.query(`create index staff_name_lock_age on staff_name_lock (failed_at)`);

    // Nobody knows how old today's passwords are; they age from now on, so no morning finds all expired.
    await q.query(`alter table staff add password_changed_at timestamptz not null default now()`);

    // What was done about a message that was given up: sent again as another one, or laid aside.
    await q.query(`
      alter table delivery add settled_at timestamptz,
        add settled_as text check (settled_as in ('requeued', 'discarded'))`);
    await q.query(`
      create index delivery_given_up on delivery (created_at desc, id desc)
        where state = 'failed' and settled_at is null and kind <> 'code'`);

    // By these the nightly forgetting finds what is old.
    await q.query(`create index delivery_key_age on delivery_key (delivery_id)`);
    await q.query(`create index provider_event_age on provider_event (received_at)`);
    await q.query(`create index account_session_end on account_session (expires_at)`);
    await q.query(`create index staff_session_end on staff_session (expires_at)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `drop index staff_session_end, account_session_end, provider_event_age, delivery_key_age, delivery_given_up`,
    );
    await q.query(`alter table delivery drop settled_as, drop settled_at`);
    await q.query(`alter table staff drop password_changed_at`);
    await q.query(`drop table staff_name_lock`);
    await q.query(`drop index account_session_account`);
    await q.query(`alter table account_session drop device_index`);
    await q.query(`alter table sms_code drop device_index, drop network_index`);
  }
}
