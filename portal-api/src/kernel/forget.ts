import type { Sql } from './database';

/** Small enough that nobody waits for the locks of one round. */
const batch = 2_000;

/** What is too old to be of use, in one table. */
interface OldRows {
  table: string;
  /** Columns that name a row. */
  key: string;
  /** Which rows may go, over `$1`, `$2` …; never such that are still to be worked on. */
  where: string;
  values: readonly unknown[];
}

/**
 * Removes one batch of old rows; rows that others hold are passed by and come next time.
 * @returns how many went
 */
export async function forget(sql: Sql, { table, key, where, values }: OldRows): Promise<number> {
  const gone = await sql.query(
    `delete from ${table} where (${key}) in
       (select ${key} from ${table} where ${where} limit ${batch} for update skip locked) returning 1`,
    values,
  );
  return gone.length;
}
