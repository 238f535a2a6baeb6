/** 停诊 of a half-day with 37 bookings, in the console and on a patient's phone, to the last resolved. */
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDateOf } from '../src/kernel/local-date';
import { aClinic, aPatient, type TestClinic } from '../test/support/clinic';
import { signInAccount } from '../test/support/people';
import { anotherDay } from '../test/support/suspension';
import {
  desktop,
  inspect,
  launchBrowser,
  openPage,
  phone,
  type Browser,
  type OpenPage,
} from './support/browser';
import { pick, signInStaff } from './support/console';
import { Hand } from './support/hand';
import { respiratoryMedicine, theHospital, type Hospital } from './support/hospital';
import { checkPage, settles } from './support/page-checks';
import { signInByCode } from './support/portal';

const doctorName = '骆闻天';
const paidOnline = 6;
const bookings = 37;
/** Among the last to be told: the first messages are those that go wrong. */
const [answering, onThePhone] = [bookings - 1, bookings - 2];
const series = randomInt(1000, 10_000);

let hospital: Hospital;
let browser: Browser;
let office: OpenPage;
let hand: Hand;
let patient: OpenPage;
let theirs: Hand;
let clinic: TestClinic;
const visits: { id: string; phone: string }[] = [];

beforeAll(async () => {
  hospital = await theHospital();
  clinic = await aClinicIn(2);
  await anotherDay(hospital.app, clinic, await where(3));
  // Of the second clinic only the day was wanted.
  await hospital.app.sql.query(`update doctor set is_active = false where name = '李医生'`);
  for (let n = 0; n < bookings; n++) visits.push(await aVisit(n));
  await aHeldPlace();
  browser = await launchBrowser();
  office = await openPage(browser, `${hospital.url}/admin/`, desktop);
  hand = new Hand(office.page);
  patient = await openPage(browser, `${hospital.url}/home`, phone);
  theirs = new Hand(patient.page);
  await signInByCode(theirs, hospital, mobile(answering));
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await hospital?.stop();
});

const mobile = (n: number): string => `133${series}${1000 + n}`;
const masked = (n: number): string => `133****${1000 + n}`;
const dayAfter = (days: number): string => addDays(localDateOf(hospital.app.clock.now()), days);
const where = async (days: number) => ({
  ...(await respiratoryMedicine(hospital.app)),
  date: dayAfter(days),
  slots: 4,
  capacity: 10,
});

async function aClinicIn(days: number): Promise<TestClinic> {
  const { app } = hospital;
  const made = await aClinic(app, await where(days));
  await app.sql.query(`update doctor set name = $2, title = 'chief' where id = $1`, [
    made.doctorId,
    doctorName,
  ]);
  return made;
}

/** The last ones paid with WeChat, the others come to the desk with their money. */
async function aVisit(n: number): Promise<{ id: string; phone: string }> {
  const person = await aPerson(n);
  const slotId = clinic.slotIds[n % clinic.slotIds.length]!;
  const isPaid = n >= bookings - paidOnline;
  const id = isPaid ? await hold(person, slotId) : await book(person, slotId);
  if (isPaid) await pay(person, id);
  return { id, phone: mobile(n) };
}

async function aPerson(n: number) {
  const { app } = hospital;
  const account = await signInAccount(app, { phone: mobile(n) });
  const name = `${'赵钱孙李周吴郑王冯陈'[n % 10]}${'文静安宁'[n % 4]}${'远林华清'[n % 3]}`;
  const patientId = await aPatient(app, { name, phone: mobile(n), proxies: [account.accountId] });
  return { ...account, patientId };
}
type Person = Awaited<ReturnType<typeof aPerson>>;

async function book({ as, patientId }: Person, slotId: string): Promise<string> {
  const { body, error } = await hospital.app.call('bookPlace', { body: { slotId, patientId }, as });
  expect(error).toBeUndefined();
  return body.id;
}

async function hold({ as, patientId }: Person, slotId: string): Promise<string> {
  const { body, error } = await hospital.app.call('holdPlace', { body: { slotId, patientId }, as });
  expect(error).toBeUndefined();
  return body.id;
}

async function pay({ as }: Person, appointmentId: string): Promise<void> {
  const { body, error } = await hospital.app.call('createPayment', {
    body: { appointmentId, method: 'wechat-native' },
    as,
  });
  expect(error).toBeUndefined();
  await hospital.sim.pay({ codeUrl: body.codeUrl! });
}

/** Somebody is just paying. */
async function aHeldPlace(): Promise<void> {
  await hold(await aPerson(bookings), clinic.slotIds.at(-1)!);
}

/** The faults are meant for what comes next. */
const earlierMessagesArrive = () =>
  expect
    .poll(
      async () => {
        const { rows } = await hospital.app.sql.query(
          `select 1 from delivery d join appointment a on a.patient_id = d.patient_id
            where a.id = any($1) and d.state in ('queued', 'sent')`,
          [visits.map(({ id }) => id)],
        );
        return rows.length;
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(0);

const goTo = (address: string) => hand.page.goto(`${hospital.url}/admin${address}`);
const dialog = () => hand.page.getByRole('dialog').filter({ visible: true }).last();
const inDialog = (name: string) =>
  dialog().getByRole('button', { name: new RegExp(`^(loading )?${name}$`) });
const progress = () => hand.page.getByRole('region', { name: '进度' }).getByRole('img');
const rowOf = (n: number) => hand.page.getByRole('row').filter({ hasText: masked(n) });

/** Receipts and jobs take their time; the page follows by itself. */
const showsProgress = (words: RegExp) =>
  expect
    .poll(() => progress().getAttribute('aria-label'), { timeout: 120_000, interval: 1_000 })
    .toMatch(words);

describe('a manager suspends a half-day', () => {
  it('after being told who is affected', async () => {
    await signInStaff(hand, hospital, 'manager');
    await goTo('/roster');
    await pick(hand, '科室', '呼吸内科');
    const cell = hand.page.getByRole('gridcell', {
      name: new RegExp(`^${doctorName} .*上午 38/40`),
    });
    await cell.focus();
    await hand.page.keyboard.press('Space');
    await hand.press('停诊');
    await hand.sees(`${bookings} 位已预约的患者会收到通知，可以改约或退号退费`);
    await hand.sees(/正在支付的 1 个号会释放/);
    await inspect(hand.page, 'suspension-preview');
  });

  it('gives the reason, and everybody is told', async () => {
    await earlierMessagesArrive();
    await hospital.sim.setFault({ simulator: 'sms', kind: 'lost', count: 1 });
    await hospital.sim.setFault({ simulator: 'sms', kind: 'undelivered', count: 1 });
    await pick(hand, '停诊原因', '医生生病');
    await dialog().getByLabel('内部说明').fill('高热，门诊部已知');
    await inDialog('确认停诊并通知患者').click();
    await hand.arrives((pathname) => /\/suspensions\/[0-9a-f-]+/.test(pathname));
    await showsProgress(/已知晓 35/);
    await showsProgress(/未联系上 1/);
    await checkPage(office, 'suspension-told');
    expect(await hand.button('关闭停诊').isDisabled()).toBe(true);
    const texts = await hospital.sim.smsTo(mobile(20));
    expect(texts[0]?.text).toContain('停诊');
  });

  it('and whoever got no receipt in time is to be called as well', async () => {
    await hospital.sim.advanceClock(31);
    await showsProgress(/未联系上 2/);
  });
});

describe('patients', () => {
  it('choose another time on the phone, for nothing more', async () => {
    await patient.page.goto(
      `${hospital.url}/suspension?appointmentId=${encodeURIComponent(visits[answering]!.id)}`,
    );
    await theirs.sees('停诊的这次就诊');
    await checkPage(patient, 'suspension-phone');
    await theirs
      .role('radio', /原医生/)
      .first()
      .click();
    await theirs.press('改到这个时间');
    await theirs.press('确认改期');
    await theirs.sees('已改期');
    await inspect(patient.page, 'suspension-phone-moved');
    await showsProgress(/已改约 1/);
  });

  it('are helped by staff who have them on the phone', async () => {
    await rowOf(onThePhone).getByRole('button', { name: '帮患者改约' }).click();
    const choice = dialog().getByRole('radio').first();
    await choice.waitFor();
    await inspect(hand.page, 'suspension-move');
    await choice.click();
    await inDialog('改约到这个时段').click();
    await showsProgress(/已改约 2/);
    await rowOf(onThePhone)
      .getByText(/^改到 /)
      .waitFor();
  });

  it('are called where no message arrived: claimed first, so that nobody calls twice', async () => {
    await goTo('/work');
    const tasks = hand.page.getByRole('row').filter({ hasText: '133****' });
    await tasks.first().waitFor();
    expect(await tasks.count()).toBe(2);
    await checkPage(office, 'suspension-work');
    await tasks.first().getByRole('button').click();
    await hand.press('领取');
    await hand.page.getByText('我的', { exact: true }).click();
    await tasks.first().getByRole('button').click();
    await dialog().getByText('已接通').click();
    await dialog().getByLabel('备注').fill('同意退号');
    await inspect(hand.page, 'suspension-call');
    await inDialog('记录结果').click();
    await hand.sees('已完成');
  });
});

describe('at the end', () => {
  it('all the others are refunded at once, and their places are gone', async () => {
    await goTo('/suspensions');
    await hand.page.getByRole('link', { name: new RegExp(doctorName) }).click();
    await showsProgress(/未联系上 1/);
    expect(await hand.button('关闭停诊').isDisabled()).toBe(true);
    await hand.page.getByRole('table').getByRole('checkbox').first().click();
    await hand.press(/^退号退费（35 位）$/);
    await hand.sees(/其中 \d 位已付费，共 ¥/);
    await inspect(hand.page, 'suspension-refund');
    await inDialog('退号').click();
    await showsProgress(/已改约 2，已退号 35$/);
    const { rows } = await hospital.app.sql.query(
      `select distinct p.state from place p join slot s on s.id = p.slot_id where s.roster_id = $1`,
      [clinic.rosterId],
    );
    expect(rows).toEqual([{ state: 'closed' }]);
    await expect
      .poll(async () => (await hospital.sim.state()).refunds.length, { timeout: 60_000 })
      .toBe(paidOnline - 2);
  });

  it('it is closed once nobody is left', async () => {
    await hand.press('关闭停诊');
    await inDialog('关闭').click();
    await hand.sees(/ 关闭。/);
    await checkPage(office, 'suspension-closed');
    await goTo('/work');
    await settles(hand.page);
    expect(await hand.page.getByRole('row').filter({ hasText: '133****' }).count()).toBe(0);
  });

  it('and nobody’s credit has suffered', async () => {
    const { rows } = await hospital.app.sql.query(
      `select 1 from credit_event e join appointment a on a.id = e.appointment_id where a.id = any($1)`,
      [visits.map(({ id }) => id)],
    );
    expect(rows).toEqual([]);
    expect(patient.problems).toEqual([]);
  });
});
