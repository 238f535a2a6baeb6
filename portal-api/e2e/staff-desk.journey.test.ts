import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { menuOf, pick, signInStaff } from './support/console';
import {
  desktop,
  inspect,
  launchBrowser,
  openPage,
  phone,
  type Browser,
  type OpenPage,
} from './support/browser';
import { Hand } from './support/hand';
import { settles } from './support/page-checks';
import { signInByCode, someIdentityNumber, someMobile } from './support/portal';
import { theProduct, type RunningProduct } from './support/running';

/** A day at the hospital, in the console on a laptop: the desk, the rosters, the administration. */
let product: RunningProduct;
let browser: Browser;
let console_: OpenPage;
let hand: Hand;

beforeAll(async () => {
  product = await theProduct();
  browser = await launchBrowser();
  console_ = await openPage(browser, `${product.url}/admin/`, desktop);
  hand = new Hand(console_.page);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const goTo = (address: string) => hand.page.goto(`${product.url}/admin${address}`);
const picture = (name: string) => inspect(hand.page, `console-${name}`);
const dialog = () => hand.page.getByRole('dialog').filter({ visible: true }).last();
// A button that has just stopped working keeps «loading» before its word while the mark fades.
const inDialog = (name: string | RegExp) =>
  dialog().getByRole('button', {
    name: typeof name === 'string' ? new RegExp(`^(loading )?${name}$`) : name,
  });

/** A department, the next day after today on which it has places, its first slot with one. */
async function chooseSlot(department: string): Promise<void> {
  await pick(hand, '科室', department);
  const days = hand.page.getByRole('group', { name: '最近七天' }).getByRole('button');
  const free = hand.button(/余 [1-9]\d*$/);
  for (let ahead = 1; ahead < 7; ahead++) {
    await days.nth(ahead).click();
    await settles(hand.page);
    if ((await free.count()) > 0) return free.first().click();
  }
  throw new Error(`${department} has no places in the week to come`);
}

describe('the front desk', () => {
  it('signs in to what it may do, and to nothing else', async () => {
    await signInStaff(hand, product, 'desk');
    expect(await menuOf(hand)).toEqual([
      '今日',
      '门诊准备',
      '排队叫号',
      '待办',
      '排班',
      '患者',
      '预约',
      '候补',
      '信用',
      '对账与日结',
      '科室与医生',
      '价目',
    ]);
    await goTo('/settings');
    await hand.sees(/没有.*权限/);
  });

  it('books for a known patient who pays in cash, and prints the slip', async () => {
    await goTo('/booking');
    await hand.fill(/^姓名、手机/, '黎敏');
    await hand.page.getByRole('list', { name: '找到的患者' }).getByRole('button').first().click();
    await chooseSlot('心血管内科');
    await picture('booking');
    await hand.press(/^已收 ¥.+，确认挂号$/);
    await hand.sees('挂号成功');
    await picture('booked');
    await hand.press('打印凭条');
    await dialog().getByRole('img', { name: '报到二维码' }).waitFor();
    await picture('slip');
    await hand.page.emulateMedia({ media: 'print' });
    await inspect(hand.page, 'console-slip-printed', { axe: false });
    expect(await hand.shown('下一位').count()).toBe(0);
    await hand.page.emulateMedia({ media: 'screen' });
    await inDialog('关闭').last().click();
  });

  it('registers somebody new and books, to be paid on the day', async () => {
    await hand.press('下一位');
    await hand.press('没有找到，登记新患者');
    await hand.fill('姓名', '郑新禾');
    await hand.fill('证件号码', someIdentityNumber());
    await hand.fill('手机号', someMobile());
    await picture('register');
    await inDialog('登记').click();
    await hand.sees('郑新禾');
    await chooseSlot('消化内科');
    await hand.page.getByText('就诊当天再付').click();
    await hand.press('确认挂号');
    await hand.sees('挂号成功');
  });

  it('takes the payment later, and gives it back with the cancellation', async () => {
    await hand.press('患者档案');
    await openAppointment();
    await inDialog(/^收费 ¥/).click();
    await inDialog(/^确认已收 ¥/).click();
    await hand.sees('已支付');
    await closeDialogs();
    await openAppointment();
    await picture('appointment');
    await inDialog('取消预约').click();
    await pick(hand, '取消原因', /./);
    await picture('cancel');
    await inDialog('确认取消预约').click();
    await hand.sees('已取消');
    await hand.sees(/已退款|退款中/);
  });
});

const openAppointment = () =>
  hand.page.getByRole('table', { name: '这位患者的预约' }).getByRole('button').first().click();

/** All that lie on the page, such as the slip that follows a payment and the drawer below it. */
async function closeDialogs(): Promise<void> {
  const open = hand.page.getByRole('dialog').filter({ visible: true });
  const closeOne = async (): Promise<number> => {
    const close = open.last().getByRole('button', { name: '关闭' }).first();
    // One that closes by itself may be faster.
    if ((await open.count()) > 0) await close.click({ timeout: 1_000 }).catch(() => undefined);
    return open.count();
  };
  await expect.poll(closeOne, { timeout: 20_000 }).toBe(0);
}

describe('a look at what is masked', () => {
  const reason = '核对联系方式后通知停诊';

  it('needs a reason', async () => {
    await goTo('/patients');
    await hand.fill(/^姓名、拼音首字母/, 'cxw');
    await hand.choose('link', '陈晓雯');
    await hand.sees('199****0001');
    await picture('patient');
    await hand.press('查看手机号');
    await inDialog('查看').click();
    await hand.sees(/请.*原因/);
    await hand.fill('查看原因', reason);
    await picture('reveal');
    await inDialog('查看').click();
    await hand.sees('19900000001');
  });

  it('leaves a trace that the patient sees', async () => {
    const patient = await openPage(browser, `${product.url}/home`, phone);
    const theirs = new Hand(patient.page);
    await signInByCode(theirs, product, '19900000001');
    await patient.page.goto(`${product.url}/patients`);
    await theirs.press(/陈\*雯/);
    await theirs.press(/谁看过/);
    await theirs.sees(reason);
    await inspect(patient.page, 'journey-who-looked');
    expect(patient.problems).toEqual([]);
    await patient.context.close();
  });
});

describe('the manager', () => {
  it('adds a session; a second one at the same time is refused with the reason', async () => {
    await signInStaff(hand, product, 'manager');
    await goTo('/roster');
    for (let weeks = 0; weeks < 3; weeks++) await hand.press('下一周');
    await hand.page
      .getByRole('gridcell', { name: /周二 没有出诊$/ })
      .first()
      .click();
    await dialog().getByLabel('诊室').fill('2 楼 201 诊室');
    await picture('roster-new');
    await inDialog('保存').click();
    await hand.sees(/已新增/);
    await closeDialogs();
    await hand.page
      .getByRole('gridcell', { name: /周二 上午/ })
      .first()
      .getByRole('button')
      .click();
    await hand.page.getByText('＋ 新增').click();
    await pick(hand, '班次', '上午');
    await inDialog('保存').click();
    await hand.sees(/已有|重叠|冲突/);
    await picture('roster-clash');
    await closeDialogs();
  });

  it('closes a session to new bookings', async () => {
    await hand.page
      .getByRole('gridcell', { name: /周二 上午/ })
      .first()
      .getByRole('button')
      .click();
    await dialog().getByRole('switch', { name: '停止新的预约' }).click();
    await inDialog('保存').click();
    await hand.sees(/已保存/);
    await closeDialogs();
    await hand.page
      .getByRole('gridcell', { name: /周二 上午 已关 0$/ })
      .first()
      .waitFor();
    await picture('roster-closed');
  });

  it('copies a week to the next', async () => {
    await hand.press('批量排班');
    await hand.page.getByRole('menuitem', { name: '复制本周到另一周' }).click();
    await inDialog('复制').click();
    await hand.sees(/已(新增|复制|排)|新增 \d+/);
    await picture('roster-copied');
    await closeDialogs();
  });
});

describe('the administrator', () => {
  it('changes a rule, saying why; the history keeps it', async () => {
    await signInStaff(hand, product, 'admin');
    expect(await menuOf(hand)).toEqual([
      '排班',
      '解读文本',
      '科室与医生',
      '价目',
      '员工与团队',
      '大屏与自助机',
      '系统对接',
      '设置',
      '审计',
      '未送达',
    ]);
    await goTo('/settings');
    await hand.press('打开 号源保留时间（分钟）');
    await dialog().getByText('从未修改过').waitFor();
    await dialog().getByRole('spinbutton').fill('12');
    await hand.fill('修改原因', '窗口反映时间偏短');
    await inDialog('保存').click();
    await hand.sees('设置已保存');
    await hand.page.getByRole('dialog').first().waitFor({ state: 'hidden' });
    await hand.press('打开 号源保留时间（分钟）');
    await dialog().getByText('窗口反映时间偏短').waitFor();
    await picture('setting');
    await closeDialogs();
  });

  it('makes an account for a colleague, who must choose a password first', async () => {
    const firstPassword = 'Meigui+7412-Lu';
    const username = `helper${someMobile().slice(-6)}`;
    await goTo('/staff');
    await hand.press('新增员工');
    await hand.fill('用户名', username);
    await hand.fill('初始密码', 'Suizhen@2026');
    await dialog().getByLabel('姓名').fill('温初夏');
    await pick(hand, '角色', '前台');
    await picture('staff-new');
    await inDialog('保存').click();
    await hand.sees(/太常见/);
    await hand.fill('初始密码', firstPassword);
    await inDialog('保存').click();
    await hand.sees('温初夏');
    await signInStaff(hand, product, username, firstPassword);
    await hand.arrives((pathname) => pathname.endsWith('/account'));
    await hand.fill('当前密码', firstPassword);
    await hand.fill('新密码', 'Hupan=58-Deng');
    await hand.fill('再填一次新密码', 'Hupan=58-Deng');
    await picture('must-change');
    await hand.press('修改密码');
    await expect.poll(() => menuOf(hand)).toContain('今日');
    await goTo('/today');
    await hand.arrives((pathname) => pathname.endsWith('/today'));
  });

  it('is told when wrong passwords lock an account', async () => {
    await hand.page.context().clearCookies();
    await goTo('/sign-in');
    await hand.fill('用户名', 'analyst');
    for (let tries = 0; tries < 6; tries++) {
      await hand.fill('密码', `wrong-${tries}`);
      const answered = hand.page.waitForResponse(
        (response) => response.request().method() === 'POST',
      );
      await hand.press('登录');
      await answered;
    }
    await hand.sees(/锁定/);
    await picture('locked');
  });

  it('troubled no page', () => expect(console_.problems).toEqual([]));
});
