/** The day of a desk and of a clinic: arrival, calling, the next visit, who did not come, the drawer, the bill. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, addMinutes, instantAt, localDateOf, localTimeOf } from '../src/kernel/local-date';
import { aClinic, aPatient, type TestClinic } from '../test/support/clinic';
import { signInAccount, type TestAccount } from '../test/support/people';
import { anotherDay } from '../test/support/suspension';
import { aVisit, type TestVisit } from '../test/support/visits';
import {
  desktop,
  inspect,
  launchBrowser,
  openPage,
  type Browser,
  type OpenPage,
} from './support/browser';
import { signInStaff } from './support/console';
import { Hand } from './support/hand';
import { respiratoryMedicine, theHospital, type Hospital } from './support/hospital';
import { checkPage, settles } from './support/page-checks';

const daysToFollowUp = 3;

let hospital: Hospital;
let browser: Browser;
let console_: OpenPage;
let hand: Hand;
let clinic: TestClinic;
let today: string;
let begins: Date;
let first: TestVisit;
let second: TestVisit;
let absent: TestVisit;
let absentAccount: TestAccount;

beforeAll(async () => {
  hospital = await theHospital();
  const { app } = hospital;
  today = localDateOf(app.clock.now());
  // The next full hour: whoever comes now is neither early nor late.
  const startTime = `${localTimeOf(addMinutes(app.clock.now(), 50)).slice(0, 2)}:00`;
  begins = instantAt(today, startTime);
  clinic = await aClinic(app, { ...(await respiratoryMedicine(app)), date: today, startTime });
  await app.sql.query(`update doctor set name = '骆闻天' where id = $1`, [clinic.doctorId]);
  await anotherDay(app, clinic, {
    ...(await respiratoryMedicine(app)),
    date: addDays(today, daysToFollowUp),
  });
  first = await aVisit(app, clinic, { name: '路遥知', phone: '13310000001' });
  second = await aVisit(app, clinic, {
    name: '向晚晴',
    phone: '13310000002',
    feeState: 'pay-at-desk',
  });
  absentAccount = await signInAccount(app);
  absent = await aVisit(app, clinic, {
    name: '卫来迟',
    phone: '13310000003',
    proxies: [absentAccount.accountId],
  });
  browser = await launchBrowser();
  console_ = await openPage(browser, `${hospital.url}/admin/`, desktop);
  hand = new Hand(console_.page);
  await signInStaff(hand, hospital, 'desk');
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.stop();
});

const goTo = (address: string) => hand.page.goto(`${hospital.url}/admin${address}`);
const dialog = () => hand.page.getByRole('dialog').filter({ visible: true }).last();
const inDialog = (name: string | RegExp) =>
  dialog().getByRole('button', {
    name: typeof name === 'string' ? new RegExp(`^(loading )?${name}$`) : name,
  });
const now = () => hand.page.getByRole('region', { name: '当前' });
const advanceTo = async (instant: Date) => {
  const minutes = Math.ceil((instant.getTime() - (await hospital.now()).getTime()) / 60_000);
  await hospital.sim.advanceClock(minutes);
};

async function scan({ checkInCode }: TestVisit): Promise<void> {
  const field = hand.page.getByLabel('扫描签到码');
  await field.fill(checkInCode);
  await field.press('Enter');
  await hand.sees('预约详情');
}

describe('the desk', () => {
  it('scans who arrives, and says the number and how many go first', async () => {
    await goTo('/today');
    await scan(first);
    await hand.sees('路遥知');
    await inspect(hand.page, 'desk-scanned');
    await inDialog('签到').click();
    await hand.sees(`${first.number} 号，前面还有 0 位`);
    await inspect(hand.page, 'desk-checked-in');
    await inDialog('知道了').click();
  });

  it('takes the money of who has not paid before they go in', async () => {
    await goTo('/today');
    await scan(second);
    await inDialog('签到').click();
    await hand.sees('请先缴挂号费再签到');
    await inDialog(/^收费 ¥25\.00$/).click();
    await inDialog(/^确认已收 ¥25\.00$/).click();
    await hand.sees('已支付');
    await goTo('/today');
    await scan(second);
    await inDialog('签到').click();
    await hand.sees(`${second.number} 号，前面还有 1 位`);
  });
});

describe('the queue', () => {
  it('calls the first, lets them in, and finishes and calls the next in one', async () => {
    await goTo(`/queue?queue=${clinic.rosterId}`);
    await hand.sees('还没有签到（1）');
    await hand.press('叫下一位');
    await now().getByText('路遥知').waitFor();
    await now().getByText('已叫号').waitFor();
    expect(await hand.button('叫下一位').isDisabled()).toBe(true);
    await checkPage(console_, 'desk-queue-called');
    await hand.press('开始就诊');
    await now().getByText('就诊中').waitFor();
    await hand.press('结束并叫下一位');
    await now().getByText('向晚晴').waitFor();
    await inspect(hand.page, 'desk-queue-next');
  });

  it('books the follow-up visit while the patient is still here', async () => {
    await goTo(`/clinic-day?clinic=${clinic.rosterId}`);
    const row = hand.page.getByRole('row').filter({ hasText: '路遥知' });
    await row.getByRole('button', { name: '复诊预约' }).click();
    const days = dialog().getByRole('group', { name: '最近七天' }).getByRole('button');
    await days.nth(daysToFollowUp).click();
    await dialog()
      .getByRole('button', { name: /余 \d+$/ })
      .first()
      .click();
    await dialog().getByLabel('复诊要准备什么').fill('空腹');
    await inspect(hand.page, 'desk-follow-up');
    await inDialog('预约复诊').click();
    await hand.sees('复诊已约好，患者会收到通知');
    const { rows } = await hospital.app.sql.query(
      `select preparation from appointment where follows_appointment_id = $1`,
      [first.id],
    );
    expect(rows).toEqual([{ preparation: '空腹' }]);
  });
});

describe('who did not come', () => {
  it('is marked some time after the clinic', async () => {
    await advanceTo(addMinutes(begins, 150));
    const status = async () =>
      (
        await hospital.app.sql.query<{ status: string }>(
          `select status from appointment where id = $1`,
          [absent.id],
        )
      ).rows[0]?.status;
    await expect.poll(status, { timeout: 120_000, interval: 1_000 }).toBe('noshow');
  });

  it('appeals, and is believed by somebody who has to say why', async () => {
    const { app } = hospital;
    const params = { patientId: absent.patientId };
    const credit = await app.call('getMyCredit', { params, as: absentAccount.as });
    const event = credit.body.events[0]!;
    expect(event).toMatchObject({ kind: 'no-show', isCounted: true });
    const appeal = await app.call('appealCreditEvent', {
      params,
      body: { eventId: event.id, text: '当天上午住院，没有办法来' },
      as: absentAccount.as,
      idempotencyKey: randomUUID(),
    });
    expect(appeal.error).toBeUndefined();
    await signInStaff(hand, hospital, 'manager');
    await goTo('/credit?state=open');
    const row = hand.page.getByRole('row').filter({ hasText: '当天上午住院' });
    await row.getByRole('button').click();
    await dialog().getByText('申诉成立', { exact: true }).click();
    await hand.fill('给患者的答复', '住院属实，这次不计');
    await inspect(hand.page, 'desk-appeal');
    await inDialog('提交答复').click();
    await hand.sees('已答复，患者会收到通知');
    const after = await app.call('getMyCredit', { params, as: absentAccount.as });
    expect(after.body.events[0]).toMatchObject({ isCounted: false, appeal: { state: 'upheld' } });
    expect(after.body.counted).toBe(0);
  });
});

describe('the money', () => {
  it('is counted and closed in the evening; nothing goes through the drawer afterwards', async () => {
    await payOnline();
    await signInStaff(hand, hospital, 'desk');
    await goTo('/finance');
    const expected = hand.page.getByRole('region', { name: '现金' }).getByText(/^¥\d/);
    const cash = (await expected.innerText()).slice(1).replaceAll(',', '');
    expect(Number(cash)).toBeGreaterThanOrEqual(25);
    await hand.fill('清点到的现金', cash);
    await inspect(hand.page, 'desk-drawer');
    await hand.press('日结');
    await hand.sees(/与应有一致。日结后当天不能再收费/);
    await inDialog('日结').click();
    await hand.sees(/^已于 .* 日结/);
    await checkPage(console_, 'desk-drawer-closed');
  });

  it('is compared with the provider’s bill the next morning', async () => {
    await advanceTo(instantAt(addDays(today, 1), '10:05'));
    await signInStaff(hand, hospital, 'manager');
    await goTo('/finance');
    const [, month, day] = today.split('-').map(Number);
    const row = hand.page.getByRole('row').filter({ hasText: `${month}月${day}日` });
    const found = async (): Promise<string> => {
      await hand.page.reload();
      await settles(hand.page);
      return (await row.count()) > 0 ? row.innerText() : '';
    };
    await expect.poll(found, { timeout: 120_000, interval: 2_000 }).toMatch(/账平/);
    await checkPage(console_, 'desk-reconciliation');
    await row.getByRole('button').click();
    await hand.sees(/核对一致/);
    await checkPage(console_, 'desk-reconciliation-day');
    const { rows } = await hospital.app.sql.query<{ matched: number }>(
      `select matched from reconciliation where date = $1`,
      [today],
    );
    expect(rows[0]?.matched).toBeGreaterThanOrEqual(1);
  });

  it('troubled no page', () => expect(console_.problems).toEqual([]));
});

/** With WeChat, from the phone: what the bill of the day will hold. */
async function payOnline(): Promise<void> {
  const { app, sim } = hospital;
  const { as, accountId } = await signInAccount(app);
  const patientId = await aPatient(app, { name: '安在线', proxies: [accountId] });
  const date = addDays(today, 1);
  const tomorrow = await aClinic(app, {
    ...(await respiratoryMedicine(app)),
    date,
    startTime: '15:00',
  });
  const body = { slotId: tomorrow.slotIds[0]!, patientId };
  const held = await app.call('holdPlace', { body, as });
  expect(held.error).toBeUndefined();
  const payment = await app.call('createPayment', {
    body: { appointmentId: held.body.id, method: 'wechat-native' },
    as,
  });
  expect(payment.error).toBeUndefined();
  await sim.pay({ codeUrl: payment.body.codeUrl! });
}
