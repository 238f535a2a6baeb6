import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { KernelContext, realTime, type Tx } from '../../../kernel';
import { CodeSenderHolder } from '../ports';

let app: TestApp;
let sent: { to: string; code: string }[] = [];
let lastPhone = 13_700_000_000;
let lastNetwork = 0;
const aPhone = () => String(++lastPhone);
/** Somebody on a network of their own. */
const somebody = (): Credentials => ({ 'x-forwarded-for': `198.51.100.${++lastNetwork}` });

beforeAll(async () => {
  app = await startTestApp({ env: { TRUSTED_PROXIES: '1', RATE_LIMIT_FACTOR: '1' } });
  (await app.get(CodeSenderHolder)).sender = {
    send: async (_tx: Tx, to, code) => void sent.push({ to, code }),
  };
});
afterAll(() => app?.close());
beforeEach(() => void (sent = []));

const ask = (phone: string, as: Credentials) =>
  app.call('requestSmsCode', { body: { phone, purpose: 'sign-in' }, as });
const signIn = (phone: string, code: string, as: Credentials) =>
  app.call('signInWithSms', { body: { phone, code }, as });
const codeOf = (phone: string) => sent.findLast(({ to }) => to === phone)!.code;
const deviceCookie = (headers: Headers) =>
  headers
    .getSetCookie()
    .find((line) => line.startsWith('suizhen_device='))
    ?.split(';')[0];

/** Codes that other networks asked for in the last hours. */
async function codesAskedFor(phone: string, count: number, network = 'elsewhere'): Promise<void> {
  const { secrets } = await app.get(KernelContext);
  await app.sql.query(
    `insert into sms_code (id, phone_index, purpose, code_hash, created_at, expires_at, network_index)
     select gen_random_uuid(), $1, 'sign-in', 'h', $2, $2, $4 from generate_series(1, $3)`,
    [
      secrets.index('phone', phone),
      new Date(realTime.now().getTime() - 3_600_000),
      count,
      secrets.index('network', network),
    ],
  );
}

/** The owner of a phone, signed in before from a browser that has a name. */
async function anOwner(): Promise<{ phone: string; device: string; as: Credentials }> {
  const [phone, as] = [aPhone(), somebody()];
  const asked = await ask(phone, as);
  const device = deviceCookie(asked.headers)!;
  const answer = await signIn(phone, codeOf(phone), { ...as, cookie: device });
  expect(answer.status).toBe(200);
  return { phone, device, as };
}

describe('a stranger elsewhere', () => {
  it('does not use up the tries of somebody else’s code', async () => {
    const [phone, owner, stranger] = [aPhone(), somebody(), somebody()];
    await ask(phone, owner);
    for (let tries = 0; tries < 8; tries++) {
      expect((await signIn(phone, '000000', stranger)).error?.code).toBe('CODE_INVALID');
    }
    expect((await signIn(phone, codeOf(phone), owner)).status).toBe(200);
  });

  it('cannot bring a code that somebody else asked for, nor replace it by a newer one', async () => {
    const [phone, owner, stranger] = [aPhone(), somebody(), somebody()];
    await ask(phone, owner);
    const code = codeOf(phone);
    expect((await ask(phone, stranger)).status).toBe(200);
    expect((await signIn(phone, code, stranger)).error?.code).toBe('CODE_INVALID');
    expect((await signIn(phone, code, owner)).status).toBe(200);
  });

  it('does not keep the owner waiting for the next code', async () => {
    const { phone, as } = await anOwner();
    const stranger = somebody();
    expect((await ask(phone, stranger)).status).toBe(200);
    for (let more = 0; more < 5; more++) expect((await ask(phone, stranger)).status).toBe(429);
    expect((await ask(phone, as)).status).toBe(200);
  });

  it('who spends the day’s codes of a phone leaves its owner theirs', async () => {
    const { phone, device } = await anOwner();
    await codesAskedFor(phone, 60);
    const refused = await ask(phone, somebody());
    expect(refused.error?.code).toBe('RATE_LIMITED');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(70_000);
    const abroad = { ...somebody(), cookie: device };
    expect((await ask(phone, abroad)).status).toBe(200);
    expect((await signIn(phone, codeOf(phone), abroad)).status).toBe(200);
  });
});

describe('one network', () => {
  it('has twenty codes a day for a phone', async () => {
    const [phone, as] = [aPhone(), somebody()];
    await codesAskedFor(phone, 19, as['x-forwarded-for']);
    expect((await ask(phone, as)).status).toBe(200);
    await app.sql.query(`update sms_code set used_at = created_at`);
    expect((await ask(phone, as)).error?.code).toBe('RATE_LIMITED');
    expect((await ask(phone, somebody())).status).toBe(200);
  });
});

describe('a browser', () => {
  it('is named once, by a cookie that only we can write', async () => {
    const first = await ask(aPhone(), somebody());
    const line = first.headers.getSetCookie()[0];
    expect(line).toMatch(/^suizhen_device=.+; Path=\/api\/portal; HttpOnly; .*SameSite=Strict/);
    const cookie = deviceCookie(first.headers)!;
    const again = await ask(aPhone(), { ...somebody(), cookie });
    expect(deviceCookie(again.headers)).toBeUndefined();
    const forged = cookie.replace(/=..../, '=aaaa');
    const caught = await ask(aPhone(), { ...somebody(), cookie: forged });
    expect(deviceCookie(caught.headers)).toBeDefined();
  });

  it('asks for twenty codes a day, for whomever', async () => {
    const cookie = deviceCookie((await ask(aPhone(), somebody())).headers)!;
    for (let asked = 1; asked < 20; asked++) {
      expect((await ask(aPhone(), { ...somebody(), cookie })).status).toBe(200);
    }
    expect((await ask(aPhone(), { ...somebody(), cookie })).status).toBe(429);
  });
});

it('a mini-program names itself', async () => {
  const [phone, stranger] = [aPhone(), somebody()];
  const weapp = { 'x-client': 'weapp', 'x-device': 'a'.repeat(32) };
  await ask(phone, { ...weapp, ...somebody() });
  expect((await signIn(phone, codeOf(phone), stranger)).status).toBe(422);
  // From Wi-Fi into the street: another network, the same phone in the hand.
  expect((await signIn(phone, codeOf(phone), { ...weapp, ...somebody() })).status).toBe(200);
});
