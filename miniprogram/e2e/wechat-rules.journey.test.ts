import fs from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { MiniProgram } from './harness';
import { account, branches, config, messages } from './support/stub-answers';
import { StubApi, stubPhone } from './support/stub-api';

/** The built mini-program under WeChat's rules, with an API that answers from memory. */
const signedIn = (): Map<string, string> => new Map([['suizhen.token', '"stub-token"']]);
const answers = {
  getPublicConfig: config,
  listBranches: branches,
  getAccount: account,
  listMyMessages: messages,
  countMyUnreadMessages: { unread: 1 },
};

let program: MiniProgram;
const start = (url?: string, api = new StubApi(answers), storage = signedIn()): StubApi => {
  const options = { server: api.server, phone: stubPhone(), storage };
  program = MiniProgram.start(url ? { ...options, url } : options);
  return api;
};
afterEach(() => program.close());

describe('every page of the build', () => {
  const { pages } = ((): { pages: readonly string[] } => {
    start();
    const { layout } = program;
    program.close();
    return layout;
  })();

  it.each(pages)('%s opens first of all, with its own package only', async (page) => {
    start(
      `/${page}?id=1&slotId=1&doctorId=1&date=2026-11-28&appointmentId=1&purpose=service&patientId=1&eventId=1`,
    );
    expect(program.page.route).toBe(page);
    await program.settles();
    expect(program.text.length).toBeGreaterThan(8);
    expect(program.problems).toEqual([]);
  });

  it('needs far less than WeChat allows for one setData', async () => {
    start();
    await program.sees('010-55550001');
    expect(program.page.largestPatch).toBeLessThan(100 * 1024);
  });
});

describe('moving between pages', () => {
  it('refuses an eleventh page, and the app never asks for it', async () => {
    start();
    for (let depth = 1; depth < 10; depth += 1) {
      await program.callWx('navigateTo', { url: '/packages/account/pages/settings/index' });
      await program.sees('关怀版大字');
    }
    expect(program.depth).toBe(10);
    const eleventh = program.callWx('navigateTo', { url: '/packages/patients/pages/list/index' });
    await expect(eleventh).rejects.toMatchObject({ errMsg: /webview count limit/ });
    await program.tap('授权与隐私');
    await program.reaches('consents');
    expect(program.depth).toBe(10);
  });

  it('refuses unknown pages and tabs on the stack', async () => {
    start();
    const to = (url: string) => program.callWx('navigateTo', { url });
    await expect(to('/pages/nowhere/index')).rejects.toMatchObject({ errMsg: /is not found/ });
    await expect(to('/pages/me/index')).rejects.toMatchObject({ errMsg: /tabbar page/ });
    await expect(
      program.callWx('switchTab', { url: '/packages/booking/pages/search/index' }),
    ).rejects.toMatchObject({ errMsg: /no-tabBar page/ });
  });

  it('leads an address that is gone to the first page', async () => {
    start('/packages/booking/pages/retired/index');
    await program.reaches('pages/home/index');
    await program.sees('预约挂号');
  });
});

describe('the code', () => {
  it('never reaches into another subpackage', () => {
    start();
    const from = 'packages/booking/pages/pay/index.js';
    const foreign = 'packages/account/pages/sign-in/index.js';
    expect(() => program.code.require(foreign, from)).toThrow(/subpackage packages\/account/);
    expect(() => program.code.require(foreign, 'app.js')).toThrow(/is not defined for app.js/);
    expect(() => program.code.require('common.js', from)).not.toThrow();
  });

  it('may not hand the screen more than 1024 kB at once', () => {
    start();
    const setData = program.page.instance['setData'] as (patch: object) => void;
    expect(() => setData({ large: 'x'.repeat(1024 * 1024) })).toThrow(/at most 1024 kB/);
  });
});

describe('requests', () => {
  it('carry the token of the session and the name of the client', async () => {
    const api = start();
    await program.until(() => api.sent.length >= 3, 'for requests');
    const { header } = api.sent.find(({ operation }) => operation === 'getAccount') ?? {};
    expect(header).toMatchObject({ authorization: 'Bearer stub-token', 'x-client': 'weapp' });
  });

  it('reach no address but the API', async () => {
    start();
    const elsewhere = program.callWx('request', { url: 'https://example.org/' });
    await expect(elsewhere).rejects.toMatchObject({ errMsg: /url not in domain list/ });
  });

  it('without a network say so, and are made again when it returns', async () => {
    start();
    await program.sees('010-55550001');
    program.network.set(false);
    await program.sees('当前没有网络');
    program.tab('消息');
    await program.sees('网络没有连上');
    program.network.set(true);
    await program.sees('预约成功');
    expect(program.shows('当前没有网络')).toBe(false);
    expect(program.problems).toEqual([]);
  });

  it('are made again on pulling down', async () => {
    const api = start('/pages/inbox/index');
    await program.sees('预约成功');
    const lists = () => api.sent.filter(({ operation }) => operation === 'listMyMessages').length;
    const before = lists();
    await program.pullDown();
    expect(lists()).toBeGreaterThan(before);
  });

  it('forget the session that the API no longer knows', async () => {
    const storage = signedIn();
    start(
      '/pages/inbox/index',
      new StubApi({ ...answers, getAccount: 'UNAUTHENTICATED' }),
      storage,
    );
    await program.sees('登录后就能看到这里的内容');
    expect(storage.has('suizhen.token')).toBe(false);
  });
});

describe('the phone', () => {
  it('calls the number that was tapped', async () => {
    start();
    await program.tap('拨打总院电话 010-55550001');
    await program.until(() => program.called('makePhoneCall')[0], 'for the call');
    expect(program.called('makePhoneCall')).toMatchObject([{ phoneNumber: '010-55550001' }]);
  });

  it('keeps what is personal until the person has agreed', async () => {
    start();
    program.decisions.privacy = 'disagree';
    const setting = () => program.callWx('getPrivacySetting');
    expect(await setting()).toMatchObject({ needAuthorization: true });
    await expect(program.callWx('getLocation')).rejects.toMatchObject({ errno: 104 });
    program.decisions.privacy = 'agree';
    await program.callWx('requirePrivacyAuthorize');
    expect(await setting()).toMatchObject({ needAuthorization: false });
    expect(await program.callWx('getLocation')).toMatchObject({ latitude: 31.2304 });
    program.decisions.location = null;
    await expect(program.callWx('getLocation')).rejects.toMatchObject({ errMsg: /auth deny/ });
  });

  it('asks through the app where the app wants to ask itself', async () => {
    start();
    const asked: string[] = [];
    const listen = program.wx['onNeedPrivacyAuthorization'] as (listener: unknown) => void;
    listen((resolve: (answer: object) => void, { referrer }: { referrer: string }) => {
      asked.push(referrer);
      resolve({ event: 'exposureAuthorization' });
      resolve({ event: 'agree', buttonId: 'agree' });
    });
    await program.callWx('setClipboardData', { data: '12345' });
    expect(await program.callWx('getClipboardData')).toMatchObject({ data: '12345' });
    expect(asked).toEqual(['setClipboardData']);
  });

  it('scans, shows places and pictures, and opens what was downloaded', async () => {
    start();
    await expect(program.callWx('scanCode')).rejects.toMatchObject({ errMsg: /cancel/ });
    program.decisions.scan = 'SZ-1';
    expect(await program.callWx('scanCode')).toMatchObject({ result: 'SZ-1' });
    await program.callWx('openLocation', { latitude: 31.2, longitude: 121.4 });
    await program.callWx('previewImage', { urls: ['wxfile://one.png'] });
    const url = 'http://127.0.0.1:7300/api/portal/config';
    const { tempFilePath } = await program.callWx('downloadFile', { url });
    expect(fs.existsSync(String(tempFilePath))).toBe(true);
    const open = (fileType?: string) =>
      program.callWx('openDocument', { filePath: tempFilePath, fileType });
    expect(await open('pdf')).toMatchObject({ errMsg: 'openDocument:ok' });
    await expect(open()).rejects.toMatchObject({ errMsg: /filetype not supported/ });
  });

  it('types and picks: a passport says no birth date, so it is asked for', async () => {
    start('/packages/patients/pages/add/index');
    await program.tap('护照');
    await program.type('证件号码', 'E1234567812345678901');
    expect(program.valueOf('证件号码')).toBe('E1234567812345678901');
    await program.pick('出生日期', '1990-01-31');
    await program.sees('1990-01-31');
    await program.tap('居民身份证');
    await program.settles();
    expect(program.valueOf('证件号码')).toBe('');
    expect(program.shows('1990-01-31')).toBe(false);
  });

  it('pays only with all that WeChat needs', async () => {
    start();
    await expect(program.callWx('requestPayment', { timeStamp: '1' })).rejects.toMatchObject({
      errMsg: /parameter error/,
    });
  });
});
