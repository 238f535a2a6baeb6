import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyRow } from '../../../../test/support/any-row';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aPatient } from '../../../../test/support/clinic';
import { systemActor, UnitOfWork } from '../../../kernel';
import { MergePatients } from './merge-patients';
import { PatientFollowers } from './patient-followers';
import { UndoMerge } from './undo-merge';

let app: TestApp;
let survivorId: string;
let mergedId: string;

beforeAll(async () => {
  app = await startTestApp();
  survivorId = await aPatient(app);
  mergedId = await aPatient(app);
  await app.sql.query(
    `update patient set identity_type = 'hospital-record', identity_index = null where id = $1`,
    [mergedId],
  );
});
afterAll(() => app.close());

async function merge() {
  const mergePatients = await app.get(MergePatients);
  const unitOfWork = await app.get(UnitOfWork);
  const merging = { survivorId, mergedId, reason: '重复建档', source: 'his-1' };
  return unitOfWork.run((tx) => mergePatients.run(tx, merging));
}
async function undo(mergeId: string) {
  const undoMerge = await app.get(UndoMerge);
  const unitOfWork = await app.get(UnitOfWork);
  const actor = systemActor('test');
  await unitOfWork.run((tx) => undoMerge.run(tx, { mergeId, reason: '误合并', actor }));
}

/** Rows of this test stand alone; what they refer to and what else they must be is no matter here. */
async function dropConstraints(table: string): Promise<void> {
  const { rows } = await app.sql.query<{ conname: string }>(
    `select conname from pg_constraint where conrelid = $1::regclass and contype in ('f', 'c')`,
    [table],
  );
  for (const { conname } of rows) {
    await app.sql.query(`alter table ${table} drop constraint ${conname}`);
  }
}

/** Nobody rewrites the audit: it is read under every id that a record had. */
const stays = ['audit_event'];

async function patientTables(): Promise<string[]> {
  const { rows } = await app.sql.query<{ table_name: string }>(
    `select c.relname as table_name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'patient_id'
        and not a.attisdropped order by 1`,
  );
  return rows.map((row) => row.table_name).filter((table) => !stays.includes(table));
}

describe('what follows a patient', () => {
  it('every table with a patient in it has somebody who answers for it', async () => {
    const { list } = await app.get(PatientFollowers);
    const answered = list.flatMap((follower) => [...follower.patientTables]).sort();
    expect(answered).toEqual(await patientTables());
  });

  it('a row of each goes along, and back when the merge is undone', async () => {
    const tables = await patientTables();
    for (const table of tables) await dropConstraints(table);
    for (const table of tables) {
      await anyRow(app.sql, table, { patient_id: mergedId });
    }
    const holders = async (id: string) => {
      const found: string[] = [];
      for (const table of tables) {
        const { rows } = await app.sql.query(`select 1 from ${table} where patient_id = $1`, [id]);
        if (rows.length > 0) found.push(table);
      }
      return found;
    };
    const { mergeId } = await merge();
    expect(await holders(mergedId)).toEqual([]);
    expect(await holders(survivorId)).toEqual(tables);
    await undo(mergeId!);
    expect(await holders(mergedId)).toEqual(tables);
    // The standing was worked out anew for both.
    expect(await holders(survivorId)).toEqual(['patient_credit']);
  });
});
