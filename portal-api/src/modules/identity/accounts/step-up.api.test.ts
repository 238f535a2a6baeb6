import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashToken } from '../../../kernel';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { lastCodeTo } from '../../../../test/support/outgoing';
import { signInAccount } from '../../../../test/support/people';
import {
  anExternalSystem,
  aPlace,
  aReport,
  aSource,
  takeReport,
} from '../../../../test/support/records';

let app: TestApp;
let next = 13_600_000_000;
const aPhone = () => String(next++);

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

/** An account with a phone and a patient who has a report. */
async function aReader() {
  const phone = aPhone();
  const { accountId, as } = await signInAccount(app, { phone, isSteppedUp: false });
  const { branchId } = await aClinic(app);
  const patientId = await aPatient(app, { proxies: [accountId] });
  const systemId = await anExternalSystem(app, branchId);
  const source = aSource(systemId, app.newId());
  const { id } = await takeReport(app, source, aPlace({ patientId, branchId }), aReport());
  const open = async (session: Credentials = as) => {
    const answer = await app.call('getMyReport', { params: { reportId: id }, as: session });
    return answer.error?.code ?? answer.status;
  };
  const confirm = (code: string, session: Credentials = as) =>
    app.call('confirmStepUp', { body: { code }, as: session });
  return { phone, accountId, as, open, confirm };
}

describe('before the first report of a session', () => {
  it('a code to the phone is needed, and opens it for half an hour', async () => {
    const { phone, as, open, confirm } = await aReader();
    expect(await open()).toBe('STEP_UP_REQUIRED');
    const before = await app.call('getStepUp', { as });
    expect(before.body).toEqual({ until: null, phoneMasked: `136****${phone.slice(-4)}` });
    const asked = await app.call('requestStepUpCode', { as });
    expect(asked.body).toEqual({ retryAfterSeconds: 60, expiresInSeconds: 300 });
    const confirmed = await confirm(await lastCodeTo(app, phone));
    expect(confirmed.status).toBe(200);
    const minutes = (Date.parse(confirmed.body.until) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(29);
    expect(minutes).toBeLessThanOrEqual(30);
    expect(await open()).toBe(200);
    expect((await app.call('getStepUp', { as })).body.until).toBe(confirmed.body.until);
  });

  it('another session of the same account needs a code of its own', async () => {
    const { phone, accountId, as, open, confirm } = await aReader();
    await app.call('requestStepUpCode', { as });
    await confirm(await lastCodeTo(app, phone));
    expect(await open()).toBe(200);
    const token = 'o'.repeat(43);
    await app.sql.query(
      `insert into account_session (id, account_id, token_hash, client, created_at, last_seen_at, expires_at)
       values ($1, $2, $3, 'weapp', $4, $4, $5)`,
      [app.newId(), accountId, hashToken(token), new Date(), new Date(Date.now() + 3_600_000)],
    );
    const other = { authorization: `Bearer ${token}`, 'x-client': 'weapp' };
    expect(await open(other)).toBe('STEP_UP_REQUIRED');
    expect(await open()).toBe(200);
  });

  it('ends at its moment, whatever was remembered of the session', async () => {
    const { accountId, open } = await aReader();
    const until = new Date(Date.now() + 3_000);
    await app.sql.query(`update account_session set stepped_up_until = $2 where account_id = $1`, [
      accountId,
      until,
    ]);
    expect(await open()).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, until.getTime() - Date.now() + 50));
    expect(await open()).toBe('STEP_UP_REQUIRED');
  });

  it('a code that was taken in another process counts here at once', async () => {
    const { accountId, open } = await aReader();
    expect(await open()).toBe('STEP_UP_REQUIRED');
    await app.sql.query(`update account_session set stepped_up_until = $2 where account_id = $1`, [
      accountId,
      new Date(Date.now() + 60_000),
    ]);
    expect(await open()).toBe(200);
  });

  it('five wrong codes use a code up, and are written down', async () => {
    const { phone, accountId, as, open, confirm } = await aReader();
    await app.call('requestStepUpCode', { as });
    const right = await lastCodeTo(app, phone);
    const wrong = right === '000000' ? '000001' : '000000';
    for (let n = 0; n < 5; n++) expect((await confirm(wrong)).error?.code).toBe('CODE_INVALID');
    expect((await confirm(right)).error?.code).toBe('CODE_INVALID');
    expect(await open()).toBe('STEP_UP_REQUIRED');
    const { rows } = await app.sql.query(
      `select outcome from audit_event where actor_id = $1 and action = 'account.step-up'`,
      [accountId],
    );
    expect(rows.map((row: { outcome: string }) => row.outcome)).toEqual(Array(6).fill('refused'));
  });

  it('a code for signing in is none, and serves once', async () => {
    const { phone, as, confirm } = await aReader();
    await app.call('requestSmsCode', { body: { phone, purpose: 'sign-in' } });
    expect((await confirm(await lastCodeTo(app, phone))).error?.code).toBe('CODE_INVALID');
    await app.call('requestStepUpCode', { as });
    const code = await lastCodeTo(app, phone);
    expect((await confirm(code)).status).toBe(200);
    expect((await confirm(code)).error?.code).toBe('CODE_INVALID');
    expect((await app.call('requestSmsCode', { body: { phone, purpose: 'step-up' } })).status).toBe(
      422,
    );
  });

  it('without a phone it says what to do first', async () => {
    const { as } = await signInAccount(app, { isSteppedUp: false });
    const asked = await app.call('requestStepUpCode', { as });
    expect(asked.error).toMatchObject({
      code: 'INVALID_STATE',
      message: '请先绑定手机号，再查看报告',
    });
    expect((await app.call('getStepUp', { as })).body).toEqual({ until: null, phoneMasked: null });
  });
});
