import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, aProxy, type TestClinic } from '../../../../test/support/clinic';
import { signInAccount, signInStaff } from '../../../../test/support/people';
import {
  anExternalSystem,
  aPlace,
  aReport,
  aSource,
  takeReport,
} from '../../../../test/support/records';
import { aVisit } from '../../../../test/support/visits';
import { KernelContext, systemActor, UnitOfWork } from '../../../kernel';
import { MergePatients } from './merge-patients';
import { UndoMerge } from './undo-merge';

let app: TestApp;
let clinic: TestClinic;
let survivorId: string;
let mergedId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app, { slots: 6 });
});
afterAll(() => app.close());
beforeEach(async () => {
  survivorId = await aPatient(app, { name: '王小明' });
  mergedId = await aPatient(app, { name: '王小明' });
  await withoutDocument(mergedId);
});

/** 院内档案: a record of somebody whose document nobody noted. */
const withoutDocument = (id: string) =>
  app.sql.query(
    `update patient set identity_type = 'hospital-record', identity_index = null, identity_cipher = null where id = $1`,
    [id],
  );

async function merge(survivor = survivorId, merged = mergedId) {
  const mergePatients = await app.get(MergePatients);
  const unitOfWork = await app.get(UnitOfWork);
  return unitOfWork.run((tx) =>
    mergePatients.run(tx, {
      survivorId: survivor,
      mergedId: merged,
      reason: '同一患者重复建档',
      source: 'his-1',
    }),
  );
}
async function undo(mergeId: string) {
  const undoMerge = await app.get(UndoMerge);
  const unitOfWork = await app.get(UnitOfWork);
  await unitOfWork.run((tx) =>
    undoMerge.run(tx, { mergeId, reason: '误合并', actor: systemActor('test') }),
  );
}
const one = async <T extends Record<string, unknown>>(text: string, values: unknown[]) =>
  (await app.sql.query<T>(text, values)).rows[0]!;
const patientRow = (id: string) =>
  one<Record<string, unknown>>(`select * from patient where id = $1`, [id]);

describe('merging two records', () => {
  it('closes the one, leads on to the other, and tells', async () => {
    const { mergeId } = await merge();
    expect(await patientRow(mergedId)).toMatchObject({ merged_into: survivorId });
    expect((await patientRow(mergedId)).locked_at).not.toBeNull();
    const { rows } = await app.sql.query(
      `select event, payload from outbox where payload->>'survivorId' = $1 or payload->>'patientId' = $1 order by id`,
      [survivorId],
    );
    expect(rows).toEqual([
      { event: 'patient.merged', payload: { survivorId, mergedId } },
      { event: 'patient.updated', payload: { patientId: survivorId } },
    ]);
    expect(await merge()).toEqual({ survivorId, mergeId: null });
    expect(mergeId).not.toBeNull();

    const desk = await signInStaff(app, { role: 'president' });
    const answer = await app.call('getPatient', { params: { patientId: mergedId }, as: desk.as });
    expect(answer.body).toMatchObject({ id: survivorId, isLocked: false });
  });

  it('who looked at the merged record is still told', async () => {
    const desk = await signInStaff(app, { role: 'president', name: '钱主任' });
    await app.call('getPatient', { params: { patientId: mergedId }, as: desk.as });
    await merge();
    const account = await signInAccount(app);
    await aProxy(app, account.accountId, survivorId);
    const { body } = await app.call('listMyRecordViews', {
      params: { patientId: survivorId },
      query: {},
      as: account.as,
    });
    expect(body.items).toMatchObject([{ action: '查看档案', staffRole: '医院总裁' }]);
  });

  it('is shown on the page of the survivor, and a manager may undo it', async () => {
    const { branchId } = clinic;
    await app.sql.query(`update patient set registered_branch_id = $2 where id = $1`, [
      survivorId,
      branchId,
    ]);
    const { mergeId } = await merge();
    const [desk, manager] = [
      await signInStaff(app, { role: 'front-desk', branchId }),
      await signInStaff(app, { role: 'manager', branchId }),
    ];
    const params = { patientId: survivorId };
    const list = await app.call('listPatientMerges', { params, as: desk.as });
    expect(list.body.items).toMatchObject([
      { id: mergeId, mergedId, source: 'his-1', undoneAt: null },
    ]);
    const undoAs = (as = manager.as) =>
      app.call('undoPatientMerge', {
        params: { ...params, mergeId: mergeId! },
        body: { reason: '并非同一人' },
        as,
      });
    expect((await undoAs(desk.as)).status).toBe(403);
    const answers = await Promise.all([undoAs(), undoAs(), undoAs()]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await patientRow(mergedId)).toMatchObject({ merged_into: null, locked_at: null });
    expect((await undoAs()).body).toMatchObject({ error: { code: 'INVALID_STATE' } });
  });

  it('is refused when both have a document', async () => {
    const other = await aPatient(app);
    await expect(merge(survivorId, other)).rejects.toMatchObject({ code: 'IDENTITY_MISMATCH' });
    expect(await patientRow(other)).toMatchObject({ merged_into: null, locked_at: null });
  });

  it('takes the document over where only the merged one has it, and gives it back', async () => {
    const known = await patientRow(survivorId);
    const { mergeId } = await merge(mergedId, survivorId);
    expect(await patientRow(mergedId)).toMatchObject({
      identity_type: 'passport',
      identity_index: known.identity_index,
      identity_cipher: known.identity_cipher,
    });
    expect(await patientRow(survivorId)).toMatchObject({ identity_index: null });
    // Keys are renewed; what is in a note cannot be.
    const { secrets } = await app.get(KernelContext);
    const cipher = String(known.identity_cipher);
    await app.sql.query(`update patient set identity_cipher = $2 where id = $1`, [
      mergedId,
      secrets.encrypt(secrets.decrypt(cipher)),
    ]);
    await undo(mergeId!);
    expect(await patientRow(survivorId)).toMatchObject({
      identity_index: known.identity_index,
      identity_type: 'passport',
      merged_into: null,
      locked_at: null,
    });
    expect(await patientRow(mergedId)).toMatchObject({
      identity_index: null,
      identity_cipher: null,
      identity_type: 'hospital-record',
    });
    await expect(undo(mergeId!)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('accounts act for the person once, and their default stays', async () => {
    const [both, onlyMerged] = [await signInAccount(app), await signInAccount(app)];
    await aProxy(app, both.accountId, survivorId);
    const twice = await aProxy(app, both.accountId, mergedId);
    await aProxy(app, onlyMerged.accountId, mergedId);
    await app.sql.query(`update proxy set is_default = true where id = $1`, [twice]);
    const { mergeId } = await merge();
    const mine = async (as = both.as) =>
      (await app.call('listMyPatients', { as })).body.items.map(({ id, isDefault }) => [
        id,
        isDefault,
      ]);
    expect(await mine()).toEqual([[survivorId, true]]);
    expect(await mine(onlyMerged.as)).toEqual([[survivorId, false]]);
    await undo(mergeId!);
    expect((await mine()).map(([id]) => id).sort()).toEqual([survivorId, mergedId].sort());
    expect(await mine(onlyMerged.as)).toEqual([[mergedId, false]]);
  });

  it('two live visits that exclude each other both stay; a single one excludes for the survivor', async () => {
    const keyOf = (id: string) => `department-day:${id}:${clinic.departmentId}:${clinic.date}`;
    const visits = [
      await aVisit(app, clinic, { patientId: survivorId }),
      await aVisit(app, clinic, { patientId: mergedId, slot: 1 }),
      await aVisit(app, clinic, { patientId: mergedId, slot: 2 }),
    ];
    const keys = [keyOf(survivorId), keyOf(mergedId), `doctor-day:${mergedId}:x`];
    for (const [index, visit] of visits.entries()) {
      await app.sql.query(`update appointment set exclusivity_key = $2 where id = $1`, [
        visit.id,
        keys[index],
      ]);
    }
    const { mergeId } = await merge();
    const stored = async () =>
      (
        await app.sql.query(
          `select patient_id, exclusivity_key as key from appointment where id = any($1) order by slot_id, place_number`,
          [visits.map(({ id }) => id)],
        )
      ).rows;
    expect(await stored()).toEqual([
      { patient_id: survivorId, key: keyOf(survivorId) },
      { patient_id: survivorId, key: keyOf(mergedId) },
      { patient_id: survivorId, key: `doctor-day:${survivorId}:x` },
    ]);
    await undo(mergeId!);
    expect((await stored()).map(({ patient_id: id, key }) => [id, key])).toEqual([
      [survivorId, keys[0]],
      [mergedId, keys[1]],
      [mergedId, keys[2]],
    ]);
  });

  it('a merge after a merge leads to the last; undone in the opposite order only', async () => {
    const last = await aPatient(app);
    await withoutDocument(survivorId);
    const first = await merge();
    const second = await merge(last, survivorId);
    expect(await merge(last, mergedId)).toEqual({ survivorId: last, mergeId: null });
    await expect(undo(first.mergeId!)).rejects.toMatchObject({ code: 'INVALID_STATE' });
    await undo(second.mergeId!);
    await undo(first.mergeId!);
    expect(await patientRow(mergedId)).toMatchObject({ merged_into: null, locked_at: null });
  });
});

describe('while others write', () => {
  it('merged many times at once it is merged once, also both ways round', async () => {
    await withoutDocument(survivorId);
    const done = await Promise.all([
      merge(),
      merge(mergedId, survivorId),
      merge(),
      merge(mergedId, survivorId),
    ]);
    expect(done.filter(({ mergeId }) => mergeId !== null)).toHaveLength(1);
    const { rows } = await app.sql.query(
      `select 1 from patient where id = any($1) and merged_into is not null`,
      [[survivorId, mergedId]],
    );
    expect(rows).toHaveLength(1);
  });

  it('reports that come for the old record at that moment stand under the new one', async () => {
    const systemId = await anExternalSystem(app, clinic.branchId);
    const place = aPlace({ patientId: mergedId, branchId: clinic.branchId });
    const take = (index: number) =>
      takeReport(app, aSource(systemId, `${mergedId}-${index}`), place, aReport());
    const before = [take(0), take(1), take(2)];
    await Promise.all([...before, merge(), take(3), take(4), take(5)]);
    const { rows } = await app.sql.query(
      `select (select count(*)::int from diagnostic_report where patient_id = $1) as reports,
         (select count(*)::int from observation where patient_id = $1) as items`,
      [survivorId],
    );
    expect(rows).toEqual([{ reports: 6, items: 6 }]);
  });

  it('what was written late is brought after it, and goes back with the rest', async () => {
    const { mergeId } = await merge();
    await app.sql.query(
      `insert into work_item (id, kind, state, title, patient_id, due_at, dedupe_key, created_at)
       values ($1, 'call', 'open', '回访', $2, $3, $4, $3)`,
      [app.newId(), mergedId, app.clock.now(), `late:${mergedId}`],
    );
    await app.relay();
    const of = async (id: string) =>
      (await app.sql.query(`select 1 from work_item where patient_id = $1`, [id])).rows.length;
    expect([await of(survivorId), await of(mergedId)]).toEqual([1, 0]);
    await undo(mergeId!);
    expect([await of(survivorId), await of(mergedId)]).toEqual([0, 1]);
  });
});
