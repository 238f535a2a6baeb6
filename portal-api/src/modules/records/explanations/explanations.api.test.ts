import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';
import {
  anExternalSystem,
  anObservation,
  aPlace,
  aReport,
  aSource,
  takeReport,
} from '../../../../test/support/records';
import type { IncomingObservation } from '..';
import { ApprovedExplanations } from './approved-explanations';

const advice = '这是一般性说明，不是诊断，请结合症状咨询医生。';
let app: TestApp;
let clinic: TestClinic;
let systemId: string;
let owner: TestAccount;
let author: TestStaff;
let approver: TestStaff;
let patientId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app);
  systemId = await anExternalSystem(app, clinic.branchId);
  const { branchId, departmentId } = clinic;
  author = await signInStaff(app, { role: 'doctor', branchId, departmentId, name: '李医生' });
  approver = await signInStaff(app, { role: 'doctor', branchId, departmentId, name: '王医生' });
  owner = await signInAccount(app);
  patientId = await aPatient(app, { proxies: [owner.accountId] });
});
afterAll(() => app?.close());

const save = (body: Record<string, unknown>, as = author.as) =>
  app.call('saveItemExplanation', {
    body: { name: '血清钾', direction: 'high', text: '血清钾偏高常见于多种情况。', ...body },
    as,
  });
const decide = (
  { id, version }: { id: string; version: number },
  body: Record<string, unknown>,
  as = approver.as,
) =>
  app.call('approveItemExplanation', {
    params: { explanationId: id },
    body: { decision: 'approve', reviewOn: '2026-09-01', version, ...body },
    as,
  });
async function anApproved(body: Record<string, unknown>, reviewOn = '2026-09-01') {
  const saved = await save(body);
  expect(saved.status).toBe(200);
  return (await decide(saved.body, { reviewOn })).body;
}
async function explanationOf(item: Partial<IncomingObservation>) {
  const place = aPlace({ patientId, branchId: clinic.branchId });
  const report = aReport({ observations: [anObservation(item)] });
  const { id } = await takeReport(app, aSource(systemId, app.newId()), place, report);
  const answer = await app.call('getMyReport', { params: { reportId: id }, as: owner.as });
  return answer.body.items[0]!.explanation;
}

describe('plain words for abnormal items', () => {
  it('are shown once somebody else approved them, with the advice to ask a doctor', async () => {
    const item = { code: 'E1', flag: 'H' as const };
    const { body: draft } = await save({ code: 'E1' });
    expect(draft).toMatchObject({ state: 'draft', updatedBy: '李医生', approvedBy: null });
    expect(await explanationOf(item)).toBeNull();
    expect((await decide(draft, {}, author.as)).error?.code).toBe('INVALID_STATE');
    const { body: approved } = await decide(draft, {});
    expect(approved).toMatchObject({ state: 'approved', approvedBy: '王医生', version: 2 });
    expect(await explanationOf(item)).toEqual({
      text: `血清钾偏高常见于多种情况。${advice}`,
      reviewedOn: '2026-03-03',
    });
  });

  it('go with the direction, and never with what is normal or critical', async () => {
    await anApproved({ code: 'E2' });
    await anApproved({ code: 'E3', direction: 'abnormal', text: '提示异常，需要复查。' });
    expect(await explanationOf({ code: 'E2', flag: 'L' })).toBeNull();
    expect(await explanationOf({ code: 'E2', flag: 'N' })).toBeNull();
    expect(await explanationOf({ code: 'E3', flag: 'A' })).not.toBeNull();
    expect(await explanationOf({ code: 'E3', flag: 'L' })).not.toBeNull();
    const approved = await app.get(ApprovedExplanations);
    for (const flag of ['HH', 'LL'] as const) {
      const items = [{ id: 'x', code: 'E2', flag }];
      expect((await approved.of(items)).size).toBe(0);
    }
  });

  it('a critical item that a clinician let through has none either', async () => {
    await anApproved({ code: 'E4' });
    const place = aPlace({ patientId, branchId: clinic.branchId });
    const observations = [anObservation({ code: 'E4', flag: 'H', isCritical: true })];
    const source = aSource(systemId, app.newId());
    const { id } = await takeReport(app, source, place, aReport({ observations }));
    await app.sql.query(
      `update diagnostic_report set release_state = 'released', released_at = $2 where id = $1`,
      [id, app.clock.now()],
    );
    const { body } = await app.call('getMyReport', { params: { reportId: id }, as: owner.as });
    expect(body.items[0]).toMatchObject({ flag: 'H', explanation: null });
  });

  it('go out of sight when their day of review has passed, and come back once looked at again', async () => {
    const item = { code: 'E5', flag: 'H' as const };
    const approved = await anApproved({ code: 'E5' }, '2026-03-05');
    expect(await explanationOf(item)).not.toBeNull();
    app.clock.advance(3 * 86_400_000);
    expect(await explanationOf(item)).toBeNull();
    expect((await decide(approved, { reviewOn: '2026-03-06' })).status).toBe(422);
    expect((await decide(approved, { reviewOn: null })).status).toBe(422);
    expect((await decide(approved, { reviewOn: '2026-03-07' })).status).toBe(200);
    expect(await explanationOf(item)).not.toBeNull();
  });

  it('are drafts again once changed, and gone once retired', async () => {
    const item = { code: 'E6', flag: 'H' as const };
    const approved = await anApproved({ code: 'E6' });
    const { id, version } = approved;
    const changed = await save({ id, code: 'E6', text: '换了一种说法，请放心。', version });
    expect(changed.body).toMatchObject({ state: 'draft', approvedBy: null, reviewOn: null });
    expect(await explanationOf(item)).toBeNull();
    expect((await save({ id, code: 'E6', version })).error?.code).toBe('VERSION_CONFLICT');
    const back = (await decide(changed.body, {})).body;
    const retired = await decide(back, { decision: 'retire' }, author.as);
    expect(retired.body.state).toBe('retired');
    expect(await explanationOf(item)).toBeNull();
    expect((await decide(retired.body, {})).error?.code).toBe('INVALID_STATE');
  });

  it('are one per item and direction, and found by words', async () => {
    await save({ code: 'E7', name: '谷丙转氨酶' });
    expect((await save({ code: 'E7' })).error?.code).toBe('NAME_TAKEN');
    const list = await app.call('listItemExplanations', {
      query: { words: '转氨酶', state: 'draft' },
      as: approver.as,
    });
    expect(list.body.items.map(({ code }) => code)).toEqual(['E7']);
    const first = await app.call('listItemExplanations', { query: { limit: 2 }, as: author.as });
    const next = { limit: 2, cursor: first.body.nextCursor! };
    const second = await app.call('listItemExplanations', { query: next, as: author.as });
    const codes = [...first.body.items, ...second.body.items].map(({ code }) => code);
    expect(codes).toEqual([...codes].sort());
    expect(new Set(codes).size).toBe(4);
    const nurse = await signInStaff(app, { role: 'nurse' });
    expect((await save({ code: 'E8' }, nurse.as)).error?.code).toBe('FORBIDDEN');
  });
});
