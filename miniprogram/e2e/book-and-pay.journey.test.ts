import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeLargeType } from './support/large-type.suite';
import { describeLostNetwork } from './support/lost-network.suite';
import { newcomer } from './support/people';
import {
  addPatient,
  agreeToHealthData,
  backToTab,
  chooseSlot,
  findDoctor,
  signIn,
} from './support/steps';
import { Visit } from './support/visit';

/**
 * A newcomer registers, books, pays, cancels and gets the money back: in the real weapp build,
 * against the whole product and the simulated WeChat. Each step goes on where the last one ended.
 */
const visit = new Visit();

beforeAll(() => visit.begin());
afterAll(() => visit.end());

describe('a newcomer', () => {
  it('may look around without an account', async () => {
    const { program } = visit;
    await program.sees('本部院区');
    await visit.draw('home');
    program.tab('就诊');
    await program.sees('登录后就能看到这里的内容');
  });

  it('signs in by WeChat, after agreeing to the terms, with the number of the phone', async () => {
    const { program } = visit;
    program.tab('我的');
    await program.tap('登录');
    await program.tap('微信登录');
    await program.sees('请先阅读并同意《用户服务与隐私说明》');
    await visit.draw('sign-in');
    program.back();
    program.decisions.phoneNumber = 'refuse';
    await signIn(program);
    await program.sees('没有取得手机号');
    program.decisions.phoneNumber = 'allow';
    await program.tap('绑定微信手机号');
    await program.reaches('agree');
    expect(visit.storage.has('suizhen.token')).toBe(true);
  });

  it('agrees to health data on its own, having read what that means', async () => {
    const { program } = visit;
    await program.tap(/^阅读《健康信息处理单独同意书》$/);
    await program.reaches('notice');
    await program.settles();
    await visit.draw('notice');
    program.back();
    await program.sees('我单独同意');
    expect(program.tappable('同意并继续')).toEqual([]);
    await visit.draw('agree');
    await agreeToHealthData(program);
    await program.reaches('pages/me');
    await program.sees('139****0077');
    await visit.draw('me');
  });

  it('adds herself as 就诊人, proving the phone by a code', async () => {
    const { program } = visit;
    await program.tap('就诊人');
    await program.sees('还没有就诊人');
    await program.tap('添加就诊人');
    await program.tap('下一步');
    await program.sees('请填写姓名');
    await program.type(
      '证件号码',
      newcomer.identityNumber.replace(/.$/, (last) => (last === '1' ? '2' : '1')),
    );
    await program.sees('最后一位对不上');
    await program.type('证件号码', newcomer.identityNumber);
    await program.sees('女，1987年3月15日出生');
    await visit.draw('add-patient');
    program.back();
    await addPatient(program, visit.sim, newcomer);
    await program.sees(newcomer.masked);
    await visit.draw('patients');
  });
});

describe('her appointment', () => {
  it('is found by a disease, by department and by doctor', async () => {
    const { program } = visit;
    backToTab(program);
    program.tab('首页');
    await program.tap('搜医生、科室或病症');
    await program.tap('高血压');
    await program.sees('病症');
    await visit.draw('search');
    backToTab(program);
    await findDoctor(program);
    await program.settles();
    await visit.draw('doctor');
  });

  it('is held while she pays: giving up and failing cost nothing', async () => {
    const { program } = visit;
    await chooseSlot(program);
    await program.sees(newcomer.masked);
    await visit.draw('confirm');
    await program.tap('提交并支付');
    await program.sees('号源为您保留');
    await visit.draw('pay');
    program.decisions.payment = 'cancel';
    await program.tap(/^微信支付 ¥/);
    await program.sees('还没有付款，号源仍为您保留');
    program.decisions.payment = 'fail';
    await program.tap(/^微信支付 ¥/);
    await program.sees('付款没有完成，请再试一次');
    expect(program.page.route).toContain('pages/pay');
  });

  it('is hers once WeChat has taken the money', async () => {
    const { program } = visit;
    program.decisions.payment = 'pay';
    await program.tap(/^微信支付 ¥/);
    await program.sees('预约成功');
    expect(program.text).toMatch(/就诊号\d+ 号/);
    await visit.draw('result');
    await program.tap('查看签到码');
    await program.sees('到院后在签到机或窗口出示');
    const [code] = program.labelled('签到二维码');
    expect(code?.attributes['src']).toMatch(/^data:image\/svg/);
    await visit.draw('appointment');
  });

  it('stands in her list and was told to her phone', async () => {
    const { program } = visit;
    backToTab(program);
    program.tab('就诊');
    await program.sees('已预约');
    expect(program.text).toMatch(RegExp(`${newcomer.masked.replace('*', '\\*')} · \\d+ 号`));
    await visit.draw('visits');
    const told = async () => (await visit.sim.smsTo(newcomer.phone)).map(({ text }) => text).join();
    await expect.poll(told, { timeout: 30_000 }).toMatch(/预约/);
  });

  it('is cancelled with a reason, and the money comes back', async () => {
    const { program } = visit;
    await program.tap('已预约');
    await program.tap('取消预约');
    await program.tap('时间有冲突');
    await visit.draw('cancel');
    await program.tap('下一步');
    await program.sees('会原路退回微信支付账户');
    await visit.draw('cancel-sheet');
    await program.tap('保留预约');
    await program.until(() => !program.shows('确定取消这次预约吗'), 'for the sheet to go');
    await program.tap('下一步');
    await program.tap('确定取消');
    await program.sees('已申请退款');
    await program.sees('已退款', 60_000);
    await visit.draw('refund');
    expect((await visit.sim.state()).refunds[0]).toMatchObject({ state: 'SUCCESS' });
  });

  it('left a message for every step in the inbox', async () => {
    const { program } = visit;
    backToTab(program);
    program.tab('消息');
    for (const title of ['预约成功', '缴费成功', '预约已取消', '退费完成']) {
      await readUntil(program, title);
    }
    await visit.draw('inbox');
    expect(program.called('setTabBarBadge').at(-1)).toMatchObject({ index: 2 });
    await program.tap(/退费完成/);
    await program.reaches('message');
    await program.sees('已退回原支付方式');
    program.back();
    await program.tap('全部标为已读');
    await program.until(() => !program.shows('未读'), 'for all to be read');
    await program.until(
      () => program.called('removeTabBarBadge').length > 0,
      'for the badge to go',
    );
  });

  it('never troubled the app', () => {
    expect(visit.program.problems).toEqual([]);
    expect(visit.drawing.problems).toEqual([]);
  });
});

/** Messages come when the worker gets to them; the page is read again by pulling it down. */
async function readUntil(program: Visit['program'], words: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!program.shows(words) && performance.now() < deadline) await program.pullDown();
  await program.sees(words);
}

describeLargeType(visit);
describeLostNetwork(visit);
