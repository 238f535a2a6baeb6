import type { Client } from 'pg';
import type { Sql } from '../../src/kernel/database';
import { localDateOf, type LocalDate } from '../../src/kernel/local-date';
import type { Secrets } from '../../src/kernel/secrets';

/** What every part of the demonstration hospital is made with. */
export interface DemoContext {
  sql: Sql;
  secrets: Secrets;
  /** The hospital's time. */
  now: Date;
  today: LocalDate;
}

export async function demoContext(client: Client, secrets: Secrets): Promise<DemoContext> {
  const sql: Sql = {
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
  };
  const [clock] = await sql.query<{ offset_ms: string }>(`select offset_ms from local_clock`);
  const now = new Date(Date.now() + Number(clock?.offset_ms ?? 0));
  return { sql, secrets, now, today: localDateOf(now) };
}

const rowsAtOnce = 5_000;

/** Adds rows that are not there yet; what somebody changed since stays as it is. */
export async function addRows(
  sql: Sql,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    await sql.query(
      `insert into ${table} (${columns})
       select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)
       on conflict do nothing`,
      [JSON.stringify(rows.slice(start, start + rowsAtOnce))],
    );
  }
}
