import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { aBranch, aDepartment, aPatient } from '../../../test/support/clinic';
import { signInStaff, type TestStaff } from '../../../test/support/people';
import { UnitOfWork } from '../../kernel';
import { WorkItems, type NewWorkItem } from './work-items';

let app: TestApp;
let branchId: string;
let departmentId: string;
let desk: TestStaff;
let colleague: TestStaff;
let supervisor: TestStaff;

beforeAll(async () => {
  app = await startTestApp();
  branchId = await aBranch(app);
  departmentId = await aDepartment(app, branchId);
  const at = { branchId, departmentId };
  desk = await signInStaff(app, { role: 'front-desk', ...at, name: '前台小陈' });
  colleague = await signInStaff(app, { role: 'front-desk', ...at });
  supervisor = await signInStaff(app, { role: 'supervisor', ...at });
});
afterAll(() => app?.close());

async function anItem(changes: Partial<NewWorkItem> = {}): Promise<string> {
  const dedupeKey = changes.dedupeKey ?? app.newId();
  const item: NewWorkItem = {
    kind: 'call',
    title: '请致电患者',
    branchId,
    departmentId,
    dueAt: new Date(app.clock.now().getTime() + 3_600_000),
    dedupeKey,
    ...changes,
  };
  const workItems = await app.get(WorkItems);
  await (await app.get(UnitOfWork)).run((tx) => workItems.create(tx, item));
  const { rows } = await app.sql.query<{ id: string }>(
    `select id from work_item where dedupe_key = $1`,
    [dedupeKey],
  );
  return rows[0]!.id;
}

const params = (workItemId: string) => ({ workItemId });
const claim = (id: string, by = desk) =>
  app.call('claimWorkItem', { params: params(id), as: by.as });
const release = (id: string, by = desk) =>
  app.call('releaseWorkItem', { params: params(id), as: by.as });
const complete = (id: string, body: object, by = desk) =>
  app.call('completeWorkItem', { params: params(id), body, as: by.as });
const list = async (query: Record<string, string | number | boolean> = {}, by = desk) =>
  (await app.call('listWorkItems', { query: { limit: 200, ...query }, as: by.as })).body.items;
const completedEvents = async (id: string) =>
  (
    await app.sql.query(
      `select 1 from outbox where event = 'work.completed' and payload ->> 'workItemId' = $1`,
      [id],
    )
  ).rowCount;

describe('a work item', () => {
  it('is made once for one reason, also when asked for at the same time', async () => {
    const dedupeKey = app.newId();
    await Promise.all(Array.from({ length: 8 }, () => anItem({ dedupeKey })));
    const { rowCount } = await app.sql.query(`select 1 from work_item where dedupe_key = $1`, [
      dedupeKey,
    ]);
    expect(rowCount).toBe(1);
  });

  it('names its patient in clear to who may see it, masked to others', async () => {
    const patientId = await aPatient(app, { name: '王小明', phone: '13812345678' });
    const id = await anItem({ patientId });
    const seen = async (by: TestStaff) => (await list({}, by)).find((item) => item.id === id);
    expect(await seen(desk)).toMatchObject({ patientName: '王小明', phoneMasked: '138****5678' });
    expect(await seen(supervisor)).toMatchObject({ patientName: '王*明' });
    const { rows } = await app.sql.query<{ text: string }>(
      `select row_to_json(w)::text as text from work_item w where id = $1`,
      [id],
    );
    expect(rows[0]?.text).not.toMatch(/王小明|13812345678/);
  });

  it('goes to one of two who reach for it', async () => {
    const id = await anItem();
    const answers = await Promise.all([claim(id), claim(id, colleague)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.error?.code).toBe('CONFLICT');
    const winner = answers[0].status === 200 ? desk : colleague;
    expect((await claim(id, winner)).body).toMatchObject({ state: 'claimed', isMine: true });
  });

  it('is put back by its holder or a supervisor, by nobody else', async () => {
    const id = await anItem();
    expect((await release(id)).error?.code).toBe('INVALID_STATE');
    await claim(id);
    expect((await release(id, colleague)).error?.code).toBe('INVALID_STATE');
    expect((await release(id)).body).toMatchObject({ state: 'open', claimedBy: null });
    await claim(id);
    expect((await release(id, supervisor)).body).toMatchObject({ state: 'open' });
  });

  it('is completed once, by who has taken it, in the state that was seen', async () => {
    const id = await anItem();
    const { version } = (await claim(id)).body;
    const result = { outcome: 'reached', note: '已告知', version };
    expect((await complete(id, result, colleague)).error?.code).toBe('INVALID_STATE');
    expect((await complete(id, { ...result, version: version - 1 })).error?.code).toBe(
      'VERSION_CONFLICT',
    );
    expect((await complete(id, { ...result, outcome: null })).error?.fields).toHaveProperty([
      'body.outcome',
    ]);
    const answers = await Promise.all([complete(id, result), complete(id, result)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(await completedEvents(id)).toBe(1);
    const done = await list({ state: 'done' });
    expect(done.find((item) => item.id === id)).toMatchObject({
      outcome: 'reached',
      note: '已告知',
      claimedBy: '前台小陈',
    });
    expect((await claim(id)).error?.code).toBe('INVALID_STATE');
    expect(await list()).not.toContainEqual(expect.objectContaining({ id }));
  });

  it('is due again after a call without an answer, and after the last one for the supervisor', async () => {
    const id = await anItem();
    const tryOnce = async () => {
      const { version } = (await claim(id)).body;
      return (await complete(id, { outcome: 'no-answer', version })).body;
    };
    const first = await tryOnce();
    const again = new Date(app.clock.now().getTime() + 3_600_000).toISOString();
    expect(first).toMatchObject({ state: 'open', attempts: 1, dueAt: again, isOverdue: false });
    expect(await tryOnce()).toMatchObject({ attempts: 2, isOverdue: false });
    expect(await tryOnce()).toMatchObject({ state: 'open', attempts: 3, isOverdue: true });
    expect(await completedEvents(id)).toBe(0);
    expect((await list({ isOverdue: true }, supervisor)).map((item) => item.id)).toContain(id);
  });

  it('is nobody’s business in another branch', async () => {
    const id = await anItem();
    const elsewhere = await aBranch(app);
    const stranger = await signInStaff(app, { role: 'front-desk', branchId: elsewhere });
    expect((await claim(id, stranger)).error?.code).toBe('NOT_FOUND');
    expect(await list({}, stranger)).toEqual([]);
  });

  it('is shown to who works for themselves only when it is theirs or nobody’s', async () => {
    const nurse = await signInStaff(app, { role: 'nurse', branchId });
    const taken = await anItem();
    await claim(taken);
    const free = await anItem();
    const shown = (await list({}, nurse)).map((item) => item.id);
    expect(shown).toContain(free);
    expect(shown).not.toContain(taken);
    expect((await claim(taken, nurse)).error?.code).toBe('NOT_FOUND');
    expect((await claim(free, nurse)).body).toMatchObject({ isMine: true });
  });

  it('is counted for the badge', async () => {
    const before = (await app.call('countMyWork', { as: desk.as })).body;
    await anItem();
    const mine = await anItem({ dueAt: new Date(app.clock.now().getTime() - 1) });
    await claim(mine);
    expect((await app.call('countMyWork', { as: desk.as })).body).toEqual({
      open: before.open + 1,
      mine: before.mine + 1,
      overdue: before.overdue + 1,
    });
  });

  it('leaves a trace of who looked and what was done', async () => {
    const patientId = await aPatient(app);
    const id = await anItem({ patientId });
    const { version } = (await claim(id)).body;
    await complete(id, { outcome: 'wrong-number', version });
    const { rows } = await app.sql.query<{ action: string; patient_id: string }>(
      `select action, patient_id from audit_event where resource_id = $1 order by at, id`,
      [id],
    );
    expect(rows).toEqual([
      { action: 'work.claim', patient_id: patientId },
      { action: 'work.complete', patient_id: patientId },
    ]);
  });
});
