import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

interface Column {
  column_name: string;
  data_type: string;
}

/** A value of each type, for columns that must have one and of which the test says nothing. */
const values: Record<string, () => unknown> = {
  uuid: () => randomUUID(),
  text: () => 'x',
  'timestamp with time zone': () => '2026-03-03T01:00:00Z',
  date: () => '2026-03-03',
  integer: () => 1,
  bigint: () => 1,
  numeric: () => 1,
  boolean: () => false,
  ARRAY: () => [],
  jsonb: () => ({}),
  bytea: () => Buffer.from(''),
};

/**
 * One row of any table, for tests that are about tables as such. Its references and checks must be
 * gone, or be met by `over`.
 */
export async function anyRow(
  client: Pool,
  table: string,
  over: Record<string, unknown>,
): Promise<void> {
  const { rows } = await client.query<Column>(
    `select column_name, data_type from information_schema.columns
      where table_schema = 'public' and table_name = $1 and is_nullable = 'NO' and column_default is null
        and is_identity = 'NO'`,
    [table],
  );
  const row: Record<string, unknown> = {};
  for (const { column_name: name, data_type: type } of rows) row[name] = values[type]?.();
  Object.assign(row, over);
  const names = Object.keys(row);
  await client.query(
    `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row).map((value) =>
      value !== null &&
      typeof value === 'object' &&
      !Array.isArray(value) &&
      !Buffer.isBuffer(value)
        ? JSON.stringify(value)
        : value,
    ),
  );
}
