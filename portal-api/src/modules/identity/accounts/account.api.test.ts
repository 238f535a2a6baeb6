import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UnitOfWork, type Tx } from '../../../kernel';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { signInAccount } from '../../../../test/support/people';
import { CodeSenderHolder, WechatClientHolder } from '../ports';
import { Accounts } from './accounts';

const weapp: Credentials = { 'x-client': 'weapp' };
let app: TestApp;
let sent: { to: string; code: string; purpose: string }[] = [];
let next = 13_900_000_000;
const aPhone = () => String(next++);

beforeAll(async () => {
  app = await startTestApp();
  (await app.get(CodeSenderHolder)).sender = {
    send: async (_tx: Tx, to, code, purpose) => void sent.push({ to, code, purpose }),
  };
  (await app.get(WechatClientHolder)).client = {
    codeToSession: async (code) => ({ openid: `openid-${code}` }),
    phoneNumber: async (code) => ({ phoneNumber: code, countryCode: '86' }),
  };
});
afterAll(() => app.close());
beforeEach(() => void (sent = []));

async function codeFor(phone: string, purpose: 'sign-in' | 'close-account' = 'sign-in') {
  const answer = await app.call('requestSmsCode', { body: { phone, purpose } });
  expect(answer.status).toBe(200);
  return sent.findLast((message) => message.to === phone && message.purpose === purpose)!.code;
}

async function signIn(phone: string, as: Credentials = weapp) {
  const code = await codeFor(phone);
  const answer = await app.call('signInWithSms', { body: { phone, code }, as });
  expect(answer.status).toBe(200);
  return answer;
}

const bearer = (token: string | null): Credentials => ({
  ...weapp,
  authorization: `Bearer ${token}`,
});

describe('signing in by SMS', () => {
  it('opens an account on first use and finds it again', async () => {
    const phone = aPhone();
    const first = await signIn(phone);
    expect(first.body).toMatchObject({
      isNewAccount: true,
      account: { isWechatLinked: false, missingConsents: ['service', 'health-data'] },
    });
    expect(first.body.account.phoneMasked).toBe(`${phone.slice(0, 3)}****${phone.slice(-4)}`);
    expect(first.headers.get('set-cookie')).toBeNull();
    const again = await signIn(phone);
    expect(again.body).toMatchObject({
      isNewAccount: false,
      account: { id: first.body.account.id },
    });
  });

  it('gives a browser cookies and no token, and asks for its CSRF value', async () => {
    const { body, headers } = await signIn(aPhone(), {});
    expect(body.token).toBeNull();
    const cookies = headers.getSetCookie();
    expect(cookies[0]).toMatch(
      /^suizhen_portal=.+; Path=\/api\/portal; HttpOnly; .*SameSite=Strict/,
    );
    expect(cookies[1]).toMatch(/^csrf_portal=.+; Path=\/;/);
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ');
    const csrf = /csrf_portal=([\w-]+)/.exec(cookie)![1]!;
    const preference = { body: { isLargeType: true } };
    const without = await app.call('updateAccountPreferences', { ...preference, as: { cookie } });
    expect(without.error?.code).toBe('CSRF_FAILED');
    const as = { cookie, 'x-csrf': csrf };
    const withIt = await app.call('updateAccountPreferences', { ...preference, as });
    expect(withIt.body.isLargeType).toBe(true);
  });

  it('uses a code once, however many bring it at once', async () => {
    const phone = aPhone();
    const code = await codeFor(phone);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.call('signInWithSms', { body: { phone, code } })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ error }) => error?.code === 'CODE_INVALID')).toHaveLength(19);
  });

  it('refuses the right code after five wrong ones', async () => {
    const phone = aPhone();
    const code = await codeFor(phone);
    const wrong = code === '000000' ? '111111' : '000000';
    for (let attempt = 0; attempt < 5; attempt++) {
      const answer = await app.call('signInWithSms', { body: { phone, code: wrong } });
      expect(answer.error?.code).toBe('CODE_INVALID');
    }
    const late = await app.call('signInWithSms', { body: { phone, code } });
    expect(late.error?.code).toBe('CODE_INVALID');
  });

  it('refuses a code after five minutes and one for another purpose', async () => {
    const phone = aPhone();
    const code = await codeFor(phone);
    await app.sql.query(`update sms_code set expires_at = created_at`);
    expect((await app.call('signInWithSms', { body: { phone, code } })).status).toBe(422);
    const other = aPhone();
    await signIn(other);
    const closing = await codeFor(other, 'close-account');
    const misused = await app.call('signInWithSms', { body: { phone: other, code: closing } });
    expect(misused.error?.code).toBe('CODE_INVALID');
  });

  it('sends one code a minute to a phone, also of requests that come at once', async () => {
    const phone = aPhone();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        app.call('requestSmsCode', { body: { phone, purpose: 'sign-in' } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(sent).toHaveLength(1);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  });

  it('answers the same to a number without an account, and sends nothing about closing one', async () => {
    const [known, unknown] = [aPhone(), aPhone()];
    await signIn(known);
    const ask = (phone: string) =>
      app.call('requestSmsCode', { body: { phone, purpose: 'close-account' } });
    const [one, two] = [await ask(known), await ask(unknown)];
    expect(two.body).toEqual(one.body);
    expect(sent.filter(({ to }) => to === unknown)).toHaveLength(0);
    expect((await ask(unknown)).status).toBe(429);
  });
});

describe('first sign-ins at once', () => {
  it('open one account for a WeChat user', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        app.call('signInWithWechat', { body: { code: 'same' }, as: weapp }),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.account.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.isNewAccount)).toHaveLength(1);
  });

  it('open one account for a phone', async () => {
    const phone = aPhone();
    const unitOfWork = await app.get(UnitOfWork);
    const accounts = await app.get(Accounts);
    const opened = await Promise.all(
      Array.from({ length: 20 }, () => unitOfWork.run((tx) => accounts.openByPhone(tx, phone))),
    );
    expect(new Set(opened.map(({ accountId }) => accountId)).size).toBe(1);
    expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1);
  });
});

describe('WeChat refusing a code', () => {
  it('is told apart from WeChat being away', async () => {
    const holder = await app.get(WechatClientHolder);
    const working = holder.client!;
    const fail = (error: object) => async () =>
      Promise.reject(Object.assign(new Error('no'), error));
    holder.client = { ...working, codeToSession: fail({ isCodeRefused: true }) };
    const used = await app.call('signInWithWechat', { body: { code: 'x' }, as: weapp });
    holder.client = { ...working, codeToSession: fail({ isCodeRefused: false }) };
    const away = await app.call('signInWithWechat', { body: { code: 'x' }, as: weapp });
    holder.client = working;
    expect([used.error?.code, away.error?.code]).toEqual(['CODE_INVALID', 'PROVIDER_UNAVAILABLE']);
  });
});

describe('a session', () => {
  it('ends at once by signing out, and only that one', async () => {
    const phone = aPhone();
    const [one, two] = [await signIn(phone), await signIn(phone)];
    const as = bearer(one.body.token);
    expect((await app.call('getAccount', { as })).status).toBe(200);
    expect((await app.call('signOut', { as })).status).toBe(204);
    expect((await app.call('getAccount', { as })).status).toBe(401);
    expect((await app.call('getAccount', { as: bearer(two.body.token) })).status).toBe(200);
  });

  it('ends by idling, by age, and is stored hashed', async () => {
    const { body } = await signIn(aPhone());
    const rows = await app.sql.query<{ token_hash: string }>(
      `select token_hash from account_session`,
    );
    expect(rows.rows.some((row) => row.token_hash === body.token)).toBe(false);
    const idle = await signInAccount(app);
    const old = await signInAccount(app);
    await app.sql.query(
      `update account_session set last_seen_at = last_seen_at - interval '31 days' where account_id = $1`,
      [idle.accountId],
    );
    await app.sql.query(
      `update account_session set expires_at = now() - interval '1 second' where account_id = $1`,
      [old.accountId],
    );
    expect((await app.call('getAccount', { as: idle.as })).error?.code).toBe('UNAUTHENTICATED');
    expect((await app.call('getAccount', { as: old.as })).error?.code).toBe('UNAUTHENTICATED');
  });

  it('writes its last sign of life at most once a minute', async () => {
    const { accountId, as } = await signInAccount(app);
    const lastSeen = async () => {
      const found = await app.sql.query<{ is_fresh: boolean; xmin: string }>(
        `select now() - last_seen_at < interval '10 s' as is_fresh, xmin
           from account_session where account_id = $1`,
        [accountId],
      );
      return found.rows[0]!;
    };
    const before = await lastSeen();
    await app.call('getAccount', { as });
    expect((await lastSeen()).xmin).toBe(before.xmin);
    await app.sql.query(
      `update account_session set last_seen_at = last_seen_at - interval '90 s' where account_id = $1`,
      [accountId],
    );
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await app.call('getAccount', { as });
    expect((await lastSeen()).is_fresh).toBe(true);
  });
});
