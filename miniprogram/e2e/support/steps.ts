import type { SimControl } from '../../../portal-api/dev/simulators/control';
import type { MiniProgram, View } from '../harness';
import { textOf } from '../harness';
import type { Person } from './people';

/** From the tab 我的 through WeChat's sign-in and its phone-number button. */
export async function signIn(program: MiniProgram): Promise<void> {
  program.tab('我的');
  await program.tap('登录');
  await program.tap(/^同意《用户服务与隐私说明》$/);
  await program.tap('微信登录');
  await program.tap('绑定微信手机号');
}

/** Ticks what the hospital cannot do without, on its own, and nothing else. */
export async function agreeToHealthData(program: MiniProgram): Promise<void> {
  await program.sees('需要您单独同意');
  await program.tap('我单独同意');
  await program.tap('同意并继续');
}

/** On the page of 就诊人. */
export async function addPatient(
  program: MiniProgram,
  sim: SimControl,
  person: Person,
): Promise<void> {
  await program.tap('添加就诊人');
  await program.type('姓名', person.name);
  await program.type('证件号码', person.identityNumber);
  await program.tap('本人');
  await program.type('手机号', person.phone);
  const before = await sim.latestSms(person.phone);
  await program.tap('下一步');
  await program.sees('登记的手机发送验证码');
  await program.type('短信验证码', await sim.nextSmsCode(person.phone, before?.bizId));
  await program.tap('确认添加');
  await program.reaches('patients/pages/list');
}

/** From the first tab to the slots of a doctor who has places left on a later day. */
export async function findDoctor(program: MiniProgram): Promise<void> {
  program.tab('首页');
  await program.tap('预约挂号');
  await program.tap('本部院区');
  await tapFirst(program, /月\d+日 有号$/);
  await tapFirst(program, /最近可约/);
  await program.reaches('doctor');
  await tapLast(program, /剩余 \d+ 个号$/);
}

/** A slot with at least one place; answers its words. */
export async function chooseSlot(program: MiniProgram): Promise<string> {
  const slot = await tapFirst(program, /^(上午|下午|晚间) .+余 \d+$/);
  await program.reaches('confirm');
  await program.settles();
  return textOf(slot);
}

async function tapFirst(program: MiniProgram, words: RegExp): Promise<View> {
  await program.settles();
  const view = await program.until(() => program.tappable(words)[0], `to tap ${String(words)}`);
  await program.tapOn(view);
  return view;
}

async function tapLast(program: MiniProgram, words: RegExp): Promise<void> {
  await program.settles();
  const view = await program.until(() => program.tappable(words).at(-1), `to tap ${String(words)}`);
  await program.tapOn(view);
}

/** Back through everything that lies on the tab. */
export function backToTab(program: MiniProgram): void {
  while (program.depth > 1) program.back();
}

/** The code to the phone that opens reports to a session; ends where it was asked for. */
export async function passStepUp(
  program: MiniProgram,
  sim: SimControl,
  phone: string,
): Promise<void> {
  await program.sees('先确认是您本人');
  const before = await sim.latestSms(phone);
  await program.tap('获取验证码');
  await program.type('短信验证码', await sim.nextSmsCode(phone, before?.bizId));
  await program.tap('确认并查看');
  await program.until(() => !program.shows('先确认是您本人'), 'for the reports to open');
}
