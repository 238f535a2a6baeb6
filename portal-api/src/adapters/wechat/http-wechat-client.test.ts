import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWechatSim, type WechatSim } from '../../../dev/simulators/wechat/server';
import { WechatState } from '../../../dev/simulators/wechat/state';
import { HttpWechatClient, type WechatOptions } from './http-wechat-client';
import { NO_ANSWER, WechatError } from './wechat-error';

const APP = { appId: 'wxlocal00000000001', appSecret: 'secret-of-the-test' };

let sim: WechatSim;
let client: HttpWechatClient;
let now: number;

beforeEach(async () => {
  now = Date.now();
  sim = await startWechatSim({ port: 0, ...APP, state: new WechatState(undefined, () => now) });
  client = clientWith();
});

afterEach(() => sim.close());

function clientWith(changes: Partial<WechatOptions> = {}): HttpWechatClient {
  return new HttpWechatClient({ baseUrl: sim.url, ...APP, now: () => now, ...changes });
}

function personWithPhone(): { openid: string; loginCode: string; phoneCode: string } {
  const { openid } = sim.state.user({ phone: '13800138000', unionid: 'oUnion' });
  const mint = sim.state.mintCode.bind(sim.state, openid);
  return { openid, loginCode: mint('login'), phoneCode: mint('phone') };
}

async function failure(work: Promise<unknown>): Promise<WechatError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(WechatError);
  return error as WechatError;
}

describe('sign-in', () => {
  it('exchanges the code of wx.login once', async () => {
    const { openid, loginCode } = personWithPhone();
    const session = await client.codeToSession(loginCode);
    expect(session).toMatchObject({ openid, unionid: 'oUnion' });
    expect(Buffer.from(session.sessionKey, 'base64')).toHaveLength(16);
    const again = await failure(client.codeToSession(loginCode));
    expect(again).toMatchObject({ errcode: 40163, retryable: false, isCodeRefused: true });
  });

  it('refuses a code that is older than five minutes, unknown, or of the phone button', async () => {
    const { loginCode, phoneCode } = personWithPhone();
    expect((await failure(client.codeToSession(phoneCode))).errcode).toBe(40029);
    expect((await failure(client.codeToSession('nonsense'))).errcode).toBe(40029);
    now += 5 * 60_000 + 1;
    expect((await failure(client.codeToSession(loginCode))).errcode).toBe(40029);
  });

  it('names a wrong secret without showing it', async () => {
    const error = await failure(
      clientWith({ appSecret: 'wrong-secret' }).codeToSession(personWithPhone().loginCode),
    );
    expect(error.errcode).toBe(40125);
    expect(String(error)).not.toContain('wrong-secret');
  });
});

describe('phone number', () => {
  it('exchanges the code of the phone button once', async () => {
    const { phoneCode } = personWithPhone();
    const number = { phoneNumber: '13800138000', countryCode: '86' };
    expect(await client.phoneNumber(phoneCode)).toEqual(number);
    expect((await failure(client.phoneNumber(phoneCode))).isCodeRefused).toBe(true);
  });

  it('fetches one access token for many callers', async () => {
    sim.faults.set({ simulator: 'wechat', kind: 'delay', match: 'stable_token', value: 50 });
    const codes = Array.from({ length: 20 }, () => personWithPhone().phoneCode);
    const issued: string[] = [];
    const issue = sim.state.token.bind(sim.state);
    sim.state.token = (force) => {
      const result = issue(force);
      issued.push(result.token);
      return result;
    };
    await Promise.all(codes.map((code) => client.phoneNumber(code)));
    expect(issued).toHaveLength(1);
  });

  it('fetches another token when WeChat has revoked the old one', async () => {
    await client.phoneNumber(personWithPhone().phoneCode);
    sim.state.revokeTokens();
    const { phoneNumber } = await client.phoneNumber(personWithPhone().phoneCode);
    expect(phoneNumber).toBe('13800138000');
  });

  it('renews the token before it ends', async () => {
    await client.phoneNumber(personWithPhone().phoneCode);
    now += 7_200_000 - 3 * 60_000;
    sim.state.revokeTokens(); // Would show if the old one were used.
    const { phoneNumber } = await client.phoneNumber(personWithPhone().phoneCode);
    expect(phoneNumber).toBe('13800138000');
  });

  it('gives up after one fresh token', async () => {
    const fault = { simulator: 'wechat', kind: 'error', match: 'getuserphonenumber' } as const;
    sim.faults.set({ ...fault, code: '40001' });
    const error = await failure(client.phoneNumber(personWithPhone().phoneCode));
    expect(error).toMatchObject({ errcode: 40001, retryable: false });
  });
});

describe('when WeChat is in trouble', () => {
  it('calls «system busy» worth another try', async () => {
    sim.faults.set({ simulator: 'wechat', kind: 'error', count: 1 });
    const { loginCode } = personWithPhone();
    expect((await failure(client.codeToSession(loginCode))).retryable).toBe(true);
    expect((await client.codeToSession(loginCode)).openid).toBeTruthy();
  });

  it.each([
    ['an HTTP error', { kind: 'error', status: 502 }],
    ['a broken connection', { kind: 'drop' }],
    ['no answer in time', { kind: 'delay', value: 2_000 }],
  ] as const)('reports %s as no answer', async (_, fault) => {
    sim.faults.set({ simulator: 'wechat', ...fault });
    const impatient = clientWith({ timeoutMs: 100 });
    const error = await failure(impatient.codeToSession(personWithPhone().loginCode));
    expect(error).toMatchObject({ errcode: NO_ANSWER, retryable: true });
  });

  it('does not repeat a login whose answer was lost: the code is used', async () => {
    const { loginCode } = personWithPhone();
    sim.faults.set({ simulator: 'wechat', kind: 'drop', count: 1 });
    await failure(client.codeToSession(loginCode));
    expect((await failure(client.codeToSession(loginCode))).errcode).toBe(40163);
  });
});
