import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import { signInAccount, type TestAccount } from '../../../../test/support/people';
import {
  anExternalSystem,
  anObservation,
  aPlace,
  aReport,
  aSource,
  takeReport,
} from '../../../../test/support/records';
import { UnitOfWork } from '../../../kernel';
import { RecordsOfAccount, type IncomingReport } from '..';

const day = 86_400_000;
let app: TestApp;
let clinic: TestClinic;
let systemId: string;
let owner: TestAccount;
let patientId: string;
let reportId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app);
  systemId = await anExternalSystem(app, clinic.branchId);
});
afterAll(() => app?.close());
beforeEach(async () => {
  owner = await signInAccount(app);
  patientId = await aPatient(app, { proxies: [owner.accountId], name: '赵小满' });
  await take({
    issuedAt: new Date('2026-01-03T08:00:00+08:00'),
    observations: [anObservation({ effectiveAt: new Date('2026-01-03T08:00:00+08:00') })],
  });
  reportId = await take({
    observations: [anObservation({ value: '5.9', number: 5.9, flag: 'H' })],
  });
});

async function take(report: Partial<IncomingReport> = {}, sourceId = app.newId(), version = 1) {
  const place = aPlace({ patientId, branchId: clinic.branchId });
  return (await takeReport(app, aSource(systemId, sourceId, version), place, aReport(report))).id;
}

const share = (days = 1, as = owner.as) =>
  app.call('shareMyReport', { params: { reportId }, body: { days }, as });
const shares = () => app.call('listMyReportShares', { params: { reportId }, as: owner.as });
const open = (token: string, accessCode: string) =>
  app.call('openSharedReport', { body: { token, accessCode } });

async function aLink(days = 1) {
  const { body } = await share(days);
  const token = new URL(body.url).hash.slice(1);
  const wrong = body.accessCode === '000000' ? '000001' : '000000';
  return { ...body, token, wrong };
}

describe('a link for a doctor', () => {
  it('shows the one report, without what stands in others', async () => {
    const link = await aLink();
    expect(link.url).toBe(`http://127.0.0.1:7300/shared-report#${link.token}`);
    expect(link.token).toMatch(/^[\w-]{43}$/);
    expect(link.accessCode).toMatch(/^\d{6}$/);
    const { body } = await open(link.token, link.accessCode);
    expect(body).toMatchObject({
      patientName: '赵小满',
      gender: 'male',
      age: 45,
      expiresAt: link.expiresAt,
      report: {
        id: reportId,
        hasImages: false,
        items: [{ value: '5.9', flag: 'H', previous: null, hasTrend: false, explanation: null }],
      },
    });
  });

  it('keeps neither its token nor its code', async () => {
    const link = await aLink();
    const { rows } = await app.sql.query(
      `select s::text as row from report_share s where id = $1`,
      [link.id],
    );
    const [{ row }] = rows as [{ row: string }];
    expect(row).not.toContain(link.token);
    expect(row).not.toContain(link.accessCode);
    const keys = await app.sql.query(`select 1 from idempotency_key where body::text like $1`, [
      `%${link.token}%`,
    ]);
    expect(keys.rows).toEqual([]);
  });

  it('counts each opening, and the patient sees them among those who looked', async () => {
    const link = await aLink();
    await open(link.token, link.accessCode);
    app.clock.advance(60_000);
    await open(link.token, link.accessCode);
    const { body } = await shares();
    expect(body.items).toMatchObject([
      { id: link.id, opened: 2, lastOpenedAt: app.clock.now().toISOString(), endedAt: null },
    ]);
    const views = await app.call('listMyRecordViews', { params: { patientId }, as: owner.as });
    expect(views.body.items.map(({ staffName, action }) => [staffName, action])).toEqual([
      ['持链接的医生', '凭分享链接查看报告'],
      ['持链接的医生', '凭分享链接查看报告'],
    ]);
  });

  it('ends after five wrong codes, however many come at once', async () => {
    const link = await aLink();
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => open(link.token, link.wrong)),
    );
    const codes = answers.map(({ error }) => error?.code).sort();
    expect(codes.filter((code) => code === 'CODE_INVALID')).toHaveLength(5);
    expect(codes.filter((code) => code === 'NOT_FOUND')).toHaveLength(4);
    expect((await open(link.token, link.accessCode)).error?.code).toBe('NOT_FOUND');
    expect((await shares()).body.items[0]!.endedAt).not.toBeNull();
    const { body } = await app.call('listMyRecordViews', { params: { patientId }, as: owner.as });
    expect(body.items).toEqual([]);
  });

  it('ends when its days are over, when the patient says so, or the report goes', async () => {
    const unknown = await open('x'.repeat(43), '123456');
    expect(unknown.error?.code).toBe('NOT_FOUND');
    const same = async (link: { token: string; accessCode: string }) => {
      const { status, error } = await open(link.token, link.accessCode);
      expect([status, error?.code, error?.message]).toEqual([
        404,
        unknown.error?.code,
        unknown.error?.message,
      ]);
    };
    const ended = await aLink();
    const params = { shareId: ended.id };
    const first = await app.call('endReportShare', { params, as: owner.as });
    app.clock.advance(1_000);
    const again = await app.call('endReportShare', { params, as: owner.as });
    expect(again.body).toEqual(first.body);
    await same(ended);
    const withheld = await aLink();
    await app.sql.query(
      `update diagnostic_report set release_state = 'withheld', released_at = null where id = $1`,
      [reportId],
    );
    await same(withheld);
    await app.sql.query(
      `update diagnostic_report set release_state = 'released', released_at = now() where id = $1`,
      [reportId],
    );
    expect((await open(withheld.token, withheld.accessCode)).status).toBe(200);
    const late = await aLink(7);
    app.clock.advance(7 * day - 1_000);
    expect((await open(late.token, late.accessCode)).status).toBe(200);
    app.clock.advance(1_000);
    await same(late);
  });

  it('ends with the right of whoever made it', async () => {
    const link = await aLink();
    await app.call('withdrawConsent', { params: { purpose: 'health-data' }, as: owner.as });
    expect((await open(link.token, link.accessCode)).error?.code).toBe('NOT_FOUND');
    const other = await signInAccount(app);
    await app.sql.query(
      `update consent set withdrawn_at = null where account_id = $1 and purpose = 'health-data'`,
      [owner.accountId],
    );
    expect((await open(link.token, link.accessCode)).status).toBe(200);
    await app.sql.query(`update proxy set ended_at = $2 where account_id = $1`, [
      owner.accountId,
      app.clock.now(),
    ]);
    expect((await open(link.token, link.accessCode)).error?.code).toBe('NOT_FOUND');
    const end = await app.call('endReportShare', { params: { shareId: link.id }, as: other.as });
    expect(end.error?.code).toBe('NOT_FOUND');
  });

  it('follows a merged account, as what was read does, and ends with a closed one', async () => {
    const link = await aLink();
    await app.call('getMyReport', { params: { reportId }, as: owner.as });
    const joined = await signInAccount(app);
    await app.sql.query(`update proxy set account_id = $2 where account_id = $1`, [
      owner.accountId,
      joined.accountId,
    ]);
    const [follower, unitOfWork] = [await app.get(RecordsOfAccount), await app.get(UnitOfWork)];
    await unitOfWork.run((tx) => follower.merged(tx, owner.accountId, joined.accountId));
    expect((await open(link.token, link.accessCode)).status).toBe(200);
    const list = await app.call('searchMyReports', {
      params: { patientId },
      body: {},
      as: joined.as,
    });
    expect(list.body.items.map(({ isUnread }) => isUnread)).toEqual([false, true]);
    await unitOfWork.run((tx) => follower.closed(tx, joined.accountId));
    expect((await open(link.token, link.accessCode)).error?.code).toBe('NOT_FOUND');
  });

  it('is for seven days at most, and there are five at once', async () => {
    expect((await share(8)).status).toBe(422);
    for (let n = 0; n < 5; n++) expect((await share()).status).toBe(200);
    expect((await share()).error?.code).toBe('INVALID_STATE');
    app.clock.advance(day);
    expect((await share()).status).toBe(200);
    expect((await shares()).body.items).toHaveLength(6);
  });

  it('is made of one’s own reports only, and needs the code to the phone', async () => {
    const stranger = await signInAccount(app);
    expect((await share(1, stranger.as)).error?.code).toBe('NOT_FOUND');
    const params = { reportId };
    const list = await app.call('listMyReportShares', { params, as: stranger.as });
    expect(list.error?.code).toBe('NOT_FOUND');
    const pathology = await take({ kind: 'pathology' });
    const inPerson = await app.call('shareMyReport', {
      params: { reportId: pathology },
      body: {},
      as: owner.as,
    });
    expect(inPerson.error?.code).toBe('NOT_FOUND');
  });
});
