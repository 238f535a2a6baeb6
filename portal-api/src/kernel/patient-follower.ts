import type { Tx } from './database';

/** What a merge moved, so that it can be moved back: name of the table, or of a note of the module → keys. */
export type MovedRows = Record<string, string[]>;

/**
 * What a module keeps of patients, and what becomes of it when two records turn out to be one person. Every
 * table with a `patient_id` has somebody here who answers for it.
 */
export interface PatientFollower {
  readonly patientTables: readonly string[];
  /** `from` is the same person as `into`, and ends. May be called again for what came late. */
  patientMerged(tx: Tx, from: string, into: string): Promise<MovedRows>;
  /** They were two after all: what was moved goes back to `from`, as far as it is still with `into`. */
  patientUnmerged(tx: Tx, moved: MovedRows, from: string, into: string): Promise<void>;
}

/** For tables whose rows need no more than another patient: table → the column that tells rows apart. */
export abstract class RowsOfPatient implements PatientFollower {
  protected abstract readonly tables: Readonly<Record<string, string>>;

  get patientTables(): readonly string[] {
    return Object.keys(this.tables);
  }

  async patientMerged(tx: Tx, from: string, into: string): Promise<MovedRows> {
    const moved: MovedRows = {};
    for (const [table, key] of Object.entries(this.tables)) {
      const rows = await tx.query<{ key: string }>(
        `update ${table} set patient_id = $2 where patient_id = $1 returning ${key}::text as key`,
        [from, into],
      );
      if (rows.length > 0) moved[table] = [...new Set(rows.map((row) => row.key))];
    }
    return moved;
  }

  async patientUnmerged(tx: Tx, moved: MovedRows, from: string, into: string): Promise<void> {
    for (const [table, key] of Object.entries(this.tables)) {
      const keys = moved[table];
      if (!keys) continue;
      await tx.query(
        `update ${table} set patient_id = $2 where patient_id = $1 and ${key}::text = any($3)`,
        [into, from, keys],
      );
    }
  }
}
