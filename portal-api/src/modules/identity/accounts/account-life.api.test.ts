import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelContext, type Tx } from '../../../kernel';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { signInAccount } from '../../../../test/support/people';
import {
  AccountFollowers,
  CodeSenderHolder,
  OpenObligationsHolder,
  WechatClientHolder,
} from '../ports';

let app: TestApp;
let next = 13_700_000_000;
const aPhone = () => String(next++);
const followed: string[] = [];
let code = '';
let isBusy = false;

beforeAll(async () => {
  app = await startTestApp();
  (await app.get(CodeSenderHolder)).sender = {
    send: async (_tx: Tx, _to, sent) => void (code = sent),
  };
  (await app.get(WechatClientHolder)).client = {
    codeToSession: async (given) => ({ openid: `openid-${given}` }),
    phoneNumber: async (given) => ({
      phoneNumber: given,
      countryCode: given.startsWith('1') ? '86' : '852',
    }),
  };
  (await app.get(OpenObligationsHolder)).obligations = { has: async () => isBusy };
  (await app.get(AccountFollowers)).list.push({
    merged: async (_tx, from, into) => void followed.push(`${from} into ${into}`),
    closed: async (_tx, accountId) => void followed.push(`${accountId} closed`),
  });
});
afterAll(() => app.close());

const accountRow = async (accountId: string) =>
  (await app.sql.query(`select * from account where id = $1`, [accountId])).rows[0];

describe('consent', () => {
  it('is given per purpose in the version shown, and kept with the words', async () => {
    const { accountId, as } = await signInAccount(app, { withConsents: false });
    const notices = (await app.call('listPrivacyNotices')).body.items;
    expect(notices.map(({ purpose, isRequired }) => [purpose, isRequired])).toEqual([
      ['service', true],
      ['health-data', true],
      ['care-messages', false],
    ]);
    const { version } = notices[0]!;
    const stale = { purpose: 'service', version: '2001-01' };
    expect((await app.call('giveConsent', { body: stale, as })).error?.code).toBe(
      'VERSION_CONFLICT',
    );
    const given = await app.call('giveConsent', { body: { purpose: 'service', version }, as });
    expect(given.body.missingConsents).toEqual(['health-data']);
    const kept = await app.sql.query<{ text_hash: string }>(
      `select * from consent where account_id = $1`,
      [accountId],
    );
    expect(kept.rows).toMatchObject([{ version, client: 'weapp', withdrawn_at: null }]);
    expect(kept.rows[0]!.text_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is one row however often it is given at once', async () => {
    const { as } = await signInAccount(app, { withConsents: false });
    const { version } = (await app.call('listPrivacyNotices')).body.items[0]!;
    const body = { purpose: 'service', version };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => app.call('giveConsent', { body, as })),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect((await app.call('listConsents', { as })).body.items).toHaveLength(1);
  });

  it('stops its purpose the moment it is withdrawn', async () => {
    const { as } = await signInAccount(app);
    expect((await app.call('getAccount', { as })).body.missingConsents).toEqual([]);
    const params = { purpose: 'health-data' };
    const withdrawn = await app.call('withdrawConsent', { params, as });
    expect(withdrawn.body.missingConsents).toEqual(['health-data']);
    const refused = await app.call('listMyAppointments', { as });
    expect([refused.status, refused.error?.code]).toEqual([403, 'CONSENT_REQUIRED']);
    const listed = (await app.call('listConsents', { as })).body.items;
    const one = listed.find(({ purpose }) => purpose === 'health-data')!;
    expect(one.withdrawnAt).not.toBeNull();
    expect((await app.call('withdrawConsent', { params, as })).status).toBe(200);
  });

  it('to an older version does not count', async () => {
    const { accountId, as } = await signInAccount(app);
    await app.sql.query(`update consent set version = '2001-01' where account_id = $1`, [
      accountId,
    ]);
    const { consents, missingConsents } = (await app.call('getAccount', { as })).body;
    expect(missingConsents).toEqual(['service', 'health-data']);
    expect(consents.every(({ isCurrent }) => !isCurrent)).toBe(true);
  });
});

describe('binding the phone of the WeChat button', () => {
  it('gives an account without one its phone and a fresh session', async () => {
    const { as } = await signInAccount(app, { openid: 'o-1' });
    const phone = aPhone();
    const bound = await app.call('bindWechatPhone', { body: { code: phone }, as });
    expect(bound.body.account.phoneMasked).toContain(phone.slice(-4));
    expect(bound.body.token).not.toBeNull();
    expect((await app.call('getAccount', { as })).status).toBe(401);
  });

  it('joins the account that has the phone: WeChat moves there, and everything follows', async () => {
    const phone = aPhone();
    const browser = await signInAccount(app, { phone, withConsents: false });
    const wechat = await signInAccount(app, { openid: 'o-2' });
    const joined = await app.call('bindWechatPhone', { body: { code: phone }, as: wechat.as });
    expect(joined.body.account).toMatchObject({ id: browser.accountId, isWechatLinked: true });
    expect(joined.body.account.missingConsents).toEqual([]);
    expect(followed).toContain(`${wechat.accountId} into ${browser.accountId}`);
    expect(await accountRow(wechat.accountId)).toMatchObject({
      state: 'closed',
      wechat_openid: null,
    });
    expect((await app.call('getAccount', { as: wechat.as })).status).toBe(401);
    expect((await app.call('getAccount', { as: browser.as })).status).toBe(200);
    const as = { 'x-client': 'weapp', authorization: `Bearer ${joined.body.token}` };
    expect((await app.call('getAccount', { as })).body.id).toBe(browser.accountId);
  });

  it('does not bring back a consent that the person withdrew since', async () => {
    const phone = aPhone();
    const wechat = await signInAccount(app, { openid: 'o-3' });
    app.clock.advance(1_000);
    const browser = await signInAccount(app, { phone });
    app.clock.advance(1_000);
    const params = { purpose: 'care-messages' };
    await app.call('withdrawConsent', { params, as: browser.as });
    app.clock.advance(1_000);
    const joined = await app.call('bindWechatPhone', { body: { code: phone }, as: wechat.as });
    const live = joined.body.account.consents.map(({ purpose }) => purpose);
    expect(live.sort()).toEqual(['health-data', 'service']);
  });

  it('never joins what may be two people', async () => {
    const phone = aPhone();
    await signInAccount(app, { phone, openid: 'o-4' });
    const other = await signInAccount(app, { openid: 'o-5' });
    const withPhone = await signInAccount(app, { openid: 'o-6', phone: aPhone() });
    for (const { as } of [other, withPhone]) {
      const refused = await app.call('bindWechatPhone', { body: { code: phone }, as });
      expect(refused.error?.code).toBe('CONFLICT');
      expect((await app.call('getAccount', { as })).status).toBe(200);
    }
    const abroad = await app.call('bindWechatPhone', { body: { code: '66661234' }, as: other.as });
    expect(abroad.error?.code).toBe('CONFLICT');
  });

  it('keeps one account per phone when two bind it at once', async () => {
    const phone = aPhone();
    const people = await Promise.all(
      ['o-7', 'o-8', 'o-9'].map((openid) => signInAccount(app, { openid })),
    );
    const answers = await Promise.all(
      people.map(({ as }) => app.call('bindWechatPhone', { body: { code: phone }, as })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});

describe('closing an account', () => {
  const ask = (phone: string) =>
    app.call('requestSmsCode', { body: { phone, purpose: 'close-account' } });

  it('unlinks WeChat, erases the phone, ends sessions and lets the others follow', async () => {
    const phone = aPhone();
    const { accountId, as } = await signInAccount(app, { phone, openid: 'o-10' });
    await ask(phone);
    expect((await app.call('closeAccount', { body: { code }, as })).status).toBe(204);
    expect(await accountRow(accountId)).toMatchObject({
      state: 'closed',
      phone_cipher: null,
      phone_index: null,
      wechat_openid: null,
      wechat_unionid: null,
    });
    expect(followed).toContain(`${accountId} closed`);
    expect((await app.call('getAccount', { as })).status).toBe(401);
    const { secrets } = await app.get(KernelContext);
    const left = await app.sql.query(
      `select (select count(*)::int from sms_code where phone_index = $1) as codes,
              (select count(*)::int from consent where account_id = $2 and withdrawn_at is null) as consents`,
      [secrets.index('phone', phone), accountId],
    );
    expect(left.rows[0]).toEqual({ codes: 0, consents: 0 });
    const audit = await app.sql.query<{ reason: string }>(
      `select reason from audit_event where resource_id = $1 and action = 'account.close'`,
      [accountId],
    );
    expect(audit.rows[0]!.reason).toContain('封存');
  });

  it('is refused while appointments lie ahead, with a wrong code, and without a phone', async () => {
    const phone = aPhone();
    const { as } = await signInAccount(app, { phone });
    await ask(phone);
    isBusy = true;
    const busy = await app.call('closeAccount', { body: { code }, as });
    isBusy = false;
    expect(busy.error?.code).toBe('OUTSTANDING_APPOINTMENTS');
    const wrong = code === '123456' ? '654321' : '123456';
    const mistyped = await app.call('closeAccount', { body: { code: wrong }, as });
    expect(mistyped.error?.code).toBe('CODE_INVALID');
    const phoneless = await signInAccount(app);
    const none = await app.call('closeAccount', { body: { code }, as: phoneless.as });
    expect(none.error?.code).toBe('CODE_INVALID');
    expect((await app.call('closeAccount', { body: { code }, as })).status).toBe(204);
  });
});
