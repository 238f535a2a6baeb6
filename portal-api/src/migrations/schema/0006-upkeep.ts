import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Months that come late still get their partition, and look-ups by account and slot an index. */
export class Upkeep0006 implements MigrationInterface {
  name = 'Upkeep1760000000006';

  async up(q: QueryRunner): Promise<void> {
    // PostgreSQL refuses a partition while the default one holds rows of its month: after a year without
    // an update, or a demonstration whose clock ran ahead, no migration would get through any more. The
    // rows move over first.
    await q.query(`
      create or replace function ensure_month_partitions(parent text, first date, months int) returns void
      language plpgsql as $$
      declare
        start date := date_trunc('month', first)::date;
        name text;
        key text;
        bounds text[];
      begin
        select attname into strict key from pg_partitioned_table join pg_attribute
          on attrelid = partrelid and attnum = partattrs[0] where partrelid = parent::regclass;
        for i in 0 .. months - 1 loop
          name := parent || '_' || to_char(start, 'YYYYMM');
          if to_regclass(name) is null then
            bounds := array[start::text || ' 00:00:00+08', (start + interval '1 month')::date::text || ' 00:00:00+08'];
            -- Nothing may come in between the move and the new border.
            execute format('lock table %I in share row exclusive mode', parent);
            execute format('create table %I (like %I including defaults including constraints)', name, parent);
            execute format(
              'with late as (delete from %I where %I >= %L and %I < %L returning *) insert into %I select * from late',
              parent || '_default', key, bounds[1], key, bounds[2], name);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)',
              parent, name, bounds[1], bounds[2]);
          end if;
          start := (start + interval '1 month')::date;
        end loop;
      end $$`);

    // Closing or merging an account, and removing a roster, must not read through every visit there was.
    await q.query(`create index appointment_account on appointment (account_id)`);
    await q.query(`create index appointment_slot on appointment (slot_id)`);
    await q.query(`create index hold_slot on hold (slot_id)`);
    await q.query(`create index payment_order_account on payment_order (account_id)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(
      `drop index payment_order_account, hold_slot, appointment_slot, appointment_account`,
    );
  }
}
