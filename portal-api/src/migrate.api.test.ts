import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/support/database';

let database: TestDatabase;
let sql: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = new Client({ connectionString: database.ownerUrl });
  await sql.connect();
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

const ids = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];

describe('partitions by month', () => {
  it('are made also for a month whose rows came before it', async () => {
    // Half an hour apart, and in Shanghai a month.
    for (const [index, at] of ['2040-01-31T15:45:00Z', '2040-01-31T16:15:00Z'].entries()) {
      await sql.query(
        `insert into outbox (id, created_at, event, payload) values ($1, $2, 'patient.registered', '{}')`,
        [ids[index], at],
      );
    }
    const whereIs = async () => {
      const { rows } = await sql.query<{ part: string }>(
        `select tableoid::regclass::text as part from outbox where id = any($1) order by id`,
        [ids],
      );
      return rows.map((row) => row.part);
    };
    expect(await whereIs()).toEqual(['outbox_default', 'outbox_default']);
    await sql.query(`select ensure_month_partitions('outbox', '2040-02-10', 2)`);
    expect(await whereIs()).toEqual(['outbox_default', 'outbox_204002']);
    await sql.query(`select ensure_month_partitions('outbox', '2040-01-10', 14)`);
    expect(await whereIs()).toEqual(['outbox_204001', 'outbox_204002']);
  });

  it('can be asked for again, of every table that has them', async () => {
    for (const table of ['outbox', 'audit_event', 'delivery']) {
      await sql.query(`select ensure_month_partitions($1, '2041-01-01', 2)`, [table]);
      await sql.query(`select ensure_month_partitions($1, '2041-01-01', 2)`, [table]);
    }
    const { rows } = await sql.query<{ indexes: number }>(
      `select count(*)::int as indexes from pg_index where indrelid = 'audit_event_204101'::regclass`,
    );
    expect(rows[0]!.indexes).toBe(5);
  });
});
