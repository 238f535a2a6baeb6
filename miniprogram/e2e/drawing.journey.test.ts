import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type Browser } from '../../portal-api/e2e/support/browser';
import { drawWeapp, type Drawing } from './drawing/draw';
import { MiniProgram } from './harness';
import { account, branches, config, messages } from './support/stub-answers';
import { StubApi, stubPhone } from './support/stub-api';

/** The pages as WeChat draws them: their own WXML and WXSS, through its own component framework. */
const api = new StubApi({
  getPublicConfig: config,
  listBranches: branches,
  getAccount: account,
  listMyMessages: messages,
  countMyUnreadMessages: { unread: 1 },
});

let browser: Browser;
let drawing: Drawing;
let program: MiniProgram;

beforeAll(async () => {
  browser = await launchBrowser();
  drawing = await drawWeapp(browser);
});
afterAll(async () => {
  await drawing.close();
  await browser.close();
});
afterEach(() => program.close());

const pages = [
  { name: 'home', url: '/pages/home/index', words: '预约挂号' },
  { name: 'inbox', url: '/pages/inbox/index', words: '预约成功' },
  { name: 'me', url: '/pages/me/index', words: '138****5678' },
  { name: 'sign-in', url: '/packages/account/pages/sign-in/index', words: '微信登录' },
  { name: 'settings', url: '/packages/account/pages/settings/index', words: '关怀版大字' },
  { name: 'add-patient', url: '/packages/patients/pages/add/index', words: '证件号码' },
];

describe.each(pages)('$name', ({ name, url, words }) => {
  it.each(['normal', 'large'])('is drawn in %s type', async (type) => {
    const isLarge = type === 'large';
    api.answers.getAccount = { ...account, isLargeType: isLarge };
    const storage = new Map([['suizhen.token', '"stub-token"']]);
    if (isLarge) storage.set('suizhen.large-type', '"on"');
    program = MiniProgram.start({ server: api.server, phone: stubPhone(), storage, url });
    await program.sees(words);
    await drawing.draw(program, isLarge ? `${name}-large` : name);
    expect(await drawing.fontSizeOf(words)).toBeGreaterThanOrEqual(isLarge ? 18 : 13);
    expect(await drawing.smallTargets(isLarge ? 60 : 44)).toEqual([]);
    expect(drawing.problems).toEqual([]);
  });
});
