import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  inspect,
  launchBrowser,
  openPage,
  phone,
  type Browser,
  type OpenPage,
} from './support/browser';
import { Hand } from './support/hand';
import {
  chooseLastDay,
  OtherAccount,
  signInByCode,
  someIdentityNumber,
  someMobile,
} from './support/portal';
import { theProduct, type RunningProduct } from './support/running';

/**
 * A patient in the browser portal, at the size of a phone: registers, books, pays, cancels, is paid back.
 * Each step goes on where the last one ended.
 */
let product: RunningProduct;
let browser: Browser;
let visitor: OpenPage;
let hand: Hand;

const mobile = someMobile();

beforeAll(async () => {
  product = await theProduct();
  browser = await launchBrowser();
  visitor = await openPage(browser, `${product.url}/home`, phone);
  hand = new Hand(visitor.page);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const goTo = (address: string) => hand.page.goto(product.url + address);
const picture = (name: string) => inspect(hand.page, `journey-${name}`);

describe('a patient', () => {
  it('signs in by a code and consents to health data on its own', async () => {
    await hand.press(/^登录/);
    await hand.arrives('/sign-in');
    await signInByCode(hand, product, mobile);
    await hand.arrives('/agree');
    await hand.sees('需要您单独同意');
    expect(await hand.button('同意并继续').isDisabled()).toBe(true);
    await picture('consent');
    await hand.choose('checkbox', '同意《健康信息处理单独同意书》');
    await hand.press('同意并继续');
    await hand.arrives('/home');
  });

  it('adds herself as 就诊人; the number says birth date and sex', async () => {
    await goTo('/patients');
    await hand.sees('还没有就诊人');
    await hand.press('添加就诊人');
    await hand.arrives('/patients/add');
    await hand.fill('姓名', '周雨晴');
    await hand.fill('证件号码', someIdentityNumber());
    await hand.sees('女，1990年1月1日出生');
    await hand.choose('radio', '本人');
    await hand.fill('手机号', mobile);
    await picture('add-patient');
    const before = await product.sim.latestSms(mobile);
    await hand.press('下一步');
    await hand.sees('确认是本人或家人');
    await hand.fill('短信验证码', await product.sim.nextSmsCode(mobile, before?.bizId));
    await hand.press('确认添加');
    await hand.arrives('/patients');
    await hand.sees('周*晴');
  });

  it('finds a doctor by the initials of the name', async () => {
    await goTo('/home');
    await hand.choose('link', '搜医生、科室或病症');
    await hand.arrives('/search');
    await hand.page.getByRole('searchbox').or(hand.page.getByRole('textbox')).first().fill('tjz');
    await hand.sees('唐敬之');
    await picture('search');
    await hand.press(/唐敬之/);
    await hand.arrives('/doctor');
  });
});

/** By branch, department and doctor to the slots of a day with places; answers what the chosen one says. */
async function chooseSlot(department: string, nth = 0): Promise<string> {
  await goTo('/home');
  await hand.press('预约挂号');
  await hand.arrives('/departments');
  await hand.choose('tab', '本部院区');
  await hand.press(RegExp(`^${department}.*有号$`));
  await hand.arrives('/department');
  await hand.press(/最近可约/);
  await hand.arrives('/doctor');
  await hand.sees(/点时段预约/);
  await chooseLastDay(hand);
  const slot = hand.button(/^(上午|下午|晚间) .+余 \d+$/).nth(nth);
  const words = (await slot.getAttribute('aria-label')) ?? '';
  await slot.click();
  await hand.arrives('/confirm');
  await hand.sees('周*晴');
  return words;
}

const waitingOrder = async () => {
  const [order] = await product.sim.pendingOrders();
  if (!order) throw new Error('no order waits for payment');
  return order;
};

describe('her appointment', () => {
  it('is held while she pays; a payment that fails costs nothing', async () => {
    await chooseSlot('心血管内科');
    await picture('confirm');
    await hand.press('提交并支付');
    await hand.sees('号源为您保留');
    await hand.page.getByAltText('微信支付二维码').waitFor();
    await picture('pay');
    await product.sim.refuse((await waitingOrder()).outTradeNo);
    await hand.press('我已付款');
    await hand.sees('还没有收到付款结果');
  });

  it('is hers once the code was paid', async () => {
    await product.sim.pay((await waitingOrder()).outTradeNo);
    await hand.sees('预约成功', 30_000);
    await hand.arrives('/result');
    await hand.sees(/^\d+ 号$/);
    expect(await hand.shown('还没有收到付款结果').count()).toBe(0);
    await picture('result');
  });

  it('shows its number and the code for checking in', async () => {
    await hand.press('查看签到码');
    await hand.page.getByAltText('签到二维码').waitFor();
    await hand.sees('到院后在签到机或窗口出示');
    await picture('appointment');
  });

  it('is cancelled with a reason, and the money is followed back', async () => {
    await hand.press('取消预约');
    await hand.choose('radio', '时间有冲突');
    await picture('cancel');
    await hand.press('下一步');
    await hand.sees('会原路退回微信支付账户');
    await hand.press('确定取消');
    await hand.sees('已退款', 60_000);
    await picture('refunded');
  });

  it('left a message for every step', async () => {
    await goTo('/inbox');
    for (const title of [/预约成功/, /缴费成功/, /预约已取消/, /退费完成/]) {
      await expect.poll(() => seesAfterReload(title), { timeout: 30_000 }).toBe(true);
    }
    await picture('inbox');
  });
});

async function seesAfterReload(words: RegExp): Promise<boolean> {
  if ((await hand.shown(words).count()) > 0) return true;
  await hand.page.reload();
  await hand.sees(/消息/);
  return (await hand.shown(words).count()) > 0;
}

describe('places', () => {
  it('that are gone lead to near ones, one tap away', async () => {
    await chooseSlot('心血管内科', 1);
    const slotId = new URL(hand.page.url()).searchParams.get('slotId')!;
    const other = await OtherAccount.signIn(product.url, product.sim, '19900000001');
    await other.fill(slotId);
    await hand.choose('radio', /^到院支付/);
    await hand.press('确认预约');
    await hand.sees('这个时段刚刚约满了');
    const near = hand.button(/余 \d+/);
    await near.first().waitFor();
    expect(await near.count()).toBeLessThanOrEqual(3);
    await picture('alternatives');
    await near.first().click();
    await expect.poll(() => new URL(hand.page.url()).searchParams.get('slotId')).not.toBe(slotId);
    await hand.sees('周*晴');
  });

  it('can be paid at the desk, and two taps book once', async () => {
    await hand.choose('radio', /^到院支付/);
    const submit = hand.button('确认预约').first();
    await submit.dblclick();
    await hand.sees('预约成功');
    await hand.sees('请就诊当天先到窗口付挂号费');
    await goTo('/visits');
    await hand.sees('已预约');
    expect(await hand.button(/已预约/).count()).toBe(1);
    await picture('visits');
  });

  it('go back by themselves when the time to pay runs out', async () => {
    const slot = await chooseSlot('消化内科');
    await hand.press('提交并支付');
    await hand.sees('号源为您保留');
    const held = hand.page.url();
    await product.sim.advanceClock(20);
    await hand.page.goto(held);
    await hand.sees('这次没有约上', 60_000);
    await picture('run-out');
    await hand.press('重新预约');
    await hand.arrives('/doctor');
    // As many places as before.
    await hand.button(slot).first().waitFor();
  });

  it('troubled no page', () => expect(visitor.problems).toEqual([]));
});
