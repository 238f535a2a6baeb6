import { residentCheckDigit } from '@suizhen/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimControl } from '../dev/simulators/control';
import { startProduct, type TestProduct } from '../test/support/product';
import {
  inspect,
  launchBrowser,
  openPage,
  phone,
  type Browser,
  type OpenPage,
  type Page,
} from './support/browser';

/**
 * A patient in the browser portal, at the size of a phone: registers, books, pays, cancels, is paid back.
 * Each step goes on where the last one ended.
 */
let product: TestProduct;
let sim: SimControl;
let browser: Browser;
let visitor: OpenPage;
let page: Page;

const mobile = '13912345678';
const area = '33010619900101001';
const identityNumber = area + residentCheckDigit(area);

beforeAll(async () => {
  product = await startProduct();
  sim = new SimControl(product.simulatorsUrl);
  browser = await launchBrowser();
  visitor = await openPage(browser, product.url, phone);
  page = visitor.page;
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const button = (name: string | RegExp) =>
  page.getByRole('button', { name }).filter({ visible: true });
const press = (name: string | RegExp) => button(name).first().click();
const sees = (text: string | RegExp, timeout = 15_000) =>
  page.getByText(text).filter({ visible: true }).first().waitFor({ timeout });

describe('a patient', () => {
  it('signs in by a code and consents to health data on its own', async () => {
    await press('登录');
    await page.getByLabel('手机号').filter({ visible: true }).fill(mobile);
    await inspect(page, 'journey-sign-in');
    await press(/^同意《用户服务与隐私说明》$/);
    const before = await sim.latestSms(mobile);
    await press('获取验证码');
    await page
      .getByLabel('短信验证码')
      .filter({ visible: true })
      .fill(await sim.nextSmsCode(mobile, before?.bizId));
    await press(/^登录$/);
    await sees('需要您单独同意');
    await inspect(page, 'journey-consent');
    await press('我单独同意');
    await press('同意并继续');
  });

  it('adds herself as 就诊人; the number says birth date and sex', async () => {
    await page.goto(`${product.url}/patients/add`);
    await page.getByLabel('姓名').filter({ visible: true }).fill('周雨晴');
    await page.getByLabel('证件号码').filter({ visible: true }).fill(identityNumber);
    await sees('1990年1月1日出生');
    await press('本人');
    await page.getByLabel('手机号').filter({ visible: true }).fill(mobile);
    await inspect(page, 'journey-add-patient');
    const before = await sim.latestSms(mobile);
    await press('下一步');
    await page
      .getByLabel('短信验证码')
      .filter({ visible: true })
      .fill(await sim.nextSmsCode(mobile, before?.bizId));
    await press('确认添加');
    await sees('周*晴');
  });
});

/** From the first page to a slot with a place; answers where the doctor's page is. */
async function chooseSlot(): Promise<string> {
  await page.goto(`${product.url}/home`);
  await press('预约挂号');
  await press(/本部院区/);
  await press(/月\d+日 有号$/);
  await press(/最近可约/);
  await button(/剩余 \d+ 个号$/)
    .last()
    .click();
  const doctor = page.url();
  await press(/^(上午|下午|晚间) .+余 \d+$/);
  return doctor;
}

describe('her appointment', () => {
  it('is held, paid by scanning and confirmed', async () => {
    await chooseSlot();
    await sees('周*晴');
    await inspect(page, 'journey-confirm');
    await press('提交并支付');
    await sees('号源为您保留');
    await page.getByAltText('微信支付二维码').waitFor();
    await inspect(page, 'journey-pay');
    const [order] = (await sim.state()).orders.filter(({ state }) => state === 'NOTPAY');
    await sim.pay({ outTradeNo: order!.outTradeNo });
    await sees('预约成功', 30_000);
    await inspect(page, 'journey-result');
  });

  it('shows its number and the code for checking in', async () => {
    await press('查看签到码');
    await page.getByAltText('签到二维码').waitFor();
    await sees('到院后在签到机或窗口出示');
    await inspect(page, 'journey-appointment');
  });

  it('is cancelled with a reason, and the money is followed back', async () => {
    await press('取消预约');
    await press('时间有冲突');
    await press('下一步');
    await sees('会原路退回微信支付账户');
    await press('确定取消');
    await sees('已退款', 60_000);
    await inspect(page, 'journey-refunded');
  });

  it('left a message for every step', async () => {
    await page.goto(`${product.url}/inbox`);
    for (const title of ['退款', '取消', '预约成功']) await sees(new RegExp(title), 30_000);
    await inspect(page, 'journey-inbox');
  });

  it('goes back by itself when the time to pay runs out', async () => {
    const doctor = await chooseSlot();
    await press('提交并支付');
    await sees('号源为您保留');
    await sim.advanceClock(15);
    await sees(/保留时间已过|已超时|没有完成支付/, 60_000);
    expect(doctor).toContain('/doctor');
  });

  it('can be paid at the desk, and two taps book once', async () => {
    await chooseSlot();
    await press('到院支付');
    const submit = button(/^提交/).first();
    await Promise.all([submit.click(), submit.click({ timeout: 2_000 }).catch(() => undefined)]);
    await sees('预约成功', 30_000);
    await page.goto(`${product.url}/visits`);
    await sees('已预约');
    expect(await button(/已预约/).count()).toBe(1);
  });

  it('troubled no page', () => expect(visitor.problems).toEqual([]));
});
