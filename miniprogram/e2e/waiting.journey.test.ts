import { afterEach, describe, expect, it } from 'vitest';
import { MiniProgram } from './harness';
import { newcomer } from './support/people';
import { account, branches, config, messages, patient } from './support/stub-answers';
import { StubApi, stubPhone } from './support/stub-api';

/** People do not wait: what they do while an answer is on its way, in the built mini-program. */
let program: MiniProgram;

function start(url: string, isSignedIn = true): StubApi {
  const api = new StubApi({
    getPublicConfig: config,
    listBranches: branches,
    getAccount: account,
    listMyMessages: messages,
    countMyUnreadMessages: { unread: 1 },
    listMyPatients: { items: [patient] },
    claimPatient: { claimId: patient.id, expiresAt: config.serverTime, retryAfterSeconds: 60 },
    confirmPatientClaim: patient,
  });
  const storage = new Map(isSignedIn ? [['suizhen.token', '"stub-token"']] : []);
  program = MiniProgram.start({ server: api.server, phone: stubPhone(), storage, url });
  return api;
}
afterEach(() => program.close());

const pull = () => program.page.call('onPullDownRefresh');
const ended = () => program.called('stopPullDownRefresh').length;

describe('pulling down', () => {
  const inbox = '/pages/inbox/index';

  it('ends although nothing of the page was there yet to hear it', async () => {
    start(inbox);
    pull();
    await program.sees('预约成功');
    await program.until(() => ended() > 0, 'for the dots to go');
  });

  it('ends while it is not known who has signed in', async () => {
    const api = start(inbox);
    const release = api.delay('getAccount');
    await program.until(() => program.labelled('正在加载')[0], 'for the page');
    const before = ended();
    pull();
    release();
    await program.until(() => ended() > before, 'for the dots to go');
    await program.sees('预约成功');
  });

  it('ends where one must sign in first', async () => {
    start(inbox, false);
    await program.sees('登录后就能看到这里的内容');
    const before = ended();
    pull();
    await program.until(() => ended() > before, 'for the dots to go');
  });
});

describe('going back before the new 就诊人 is confirmed', () => {
  async function confirm(): Promise<void> {
    await program.tap('添加就诊人');
    await program.type('姓名', newcomer.name);
    await program.type('证件号码', newcomer.identityNumber);
    await program.tap('本人');
    await program.type('手机号', newcomer.phone);
    await program.tap('下一步');
    await program.type('短信验证码', '123456');
    await program.tap('确认添加');
  }

  it('leaves the page it led to, which then says that it is done', async () => {
    const api = start('/pages/me/index');
    await program.tap('就诊人');
    const release = api.delay('confirmPatientClaim');
    await confirm();
    program.back();
    await program.reaches('patients/pages/list');
    release();
    await program.sees('就诊人已添加');
    await program.settles();
    expect(program.route).toContain('patients/pages/list');
    expect(program.depth).toBe(2);
    expect(program.problems).toEqual([]);
  });

  it('is not needed: who waits is led back', async () => {
    start('/pages/me/index');
    await program.tap('就诊人');
    await confirm();
    await program.reaches('patients/pages/list');
    expect(program.depth).toBe(2);
  });
});
