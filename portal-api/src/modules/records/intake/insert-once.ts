import type { Tx } from '../../../kernel';

/**
 * Inserts a row that came from a system, unless it came before.
 * @param row column → value; of one table always the same columns
 */
export async function insertOnce(
  tx: Tx,
  table: string,
  row: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const columns = Object.keys(row);
  const values = columns.map((_, index) => `$${index + 1}`).join(', ');
  const inserted = await tx.query(
    `insert into ${table} (${columns.join(', ')}) values (${values})
     on conflict (system_id, source_id) do nothing returning id`,
    Object.values(row),
    `${table}-insert`,
  );
  return inserted.length === 1;
}
