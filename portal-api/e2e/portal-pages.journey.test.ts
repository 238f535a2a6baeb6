import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  desktop,
  launchBrowser,
  openPage,
  PagePool,
  phone,
  type Browser,
  type OpenPage,
} from './support/browser';
import { Hand } from './support/hand';
import { checkPage, settles, smallTargets } from './support/page-checks';
import { aFullDay, chooseLastDay, passStepUp, signInByCode } from './support/portal';
import { theProduct, type RunningProduct } from './support/running';
import { aVisitingDay } from './support/visiting-day';

/** Every page of the portal on a phone, on a phone in large type, and on a desktop. */
let product: RunningProduct;
let browser: Browser;
let visitor: OpenPage;
let member: OpenPage;
let visitors: PagePool;
let members: PagePool;
const memberPhone = '19900000003';
/** Addresses that hold ids, found on the way there. */
const addresses: Record<string, string> = {};

beforeAll(async () => {
  product = await theProduct();
  browser = await launchBrowser();
  visitor = await openPage(browser, `${product.url}/home`, phone);
  member = await openPage(browser, `${product.url}/home`, phone);
  await signInByCode(new Hand(member.page), product, memberPhone);
  await findAddresses();
  visitors = await PagePool.of(visitor);
  members = await PagePool.of(member);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** Walks to what cannot be opened by a known address. */
async function findAddresses(): Promise<void> {
  const { page } = member;
  const hand = new Hand(page);
  const keep = async (name: string, pathname: string) => {
    await hand.arrives(pathname);
    addresses[name] = page.url().slice(product.url.length);
  };
  await page.goto(`${product.url}/departments`);
  await hand.choose('tab', '本部院区');
  await hand.press(/^神经内科.*有号$/);
  await keep('department', '/department');
  await hand.press(/最近可约/);
  await keep('doctor', '/doctor');
  await hand.sees(/点时段预约/);
  await chooseLastDay(hand);
  await hand.press(/^(上午|下午|晚间) .+余 \d+$/);
  await keep('confirm', '/confirm');
  await hand.press('提交并支付');
  await keep('pay', '/pay');
  addresses['result'] = addresses['pay']!.replace('/pay', '/result');
  await page.goto(`${product.url}/visits`);
  await hand.press(/已预约/);
  await keep('appointment', '/appointment');
  addresses['cancel'] = addresses['appointment']!.replace('/appointment', '/cancel');
  await page.goto(`${product.url}/patients`);
  await hand.press(/王\*兰/);
  await keep('patient', '/patient');
  addresses['recordViews'] = addresses['patient']!.replace('/patient', '/patient/views');
  await page.goto(`${product.url}/inbox`);
  await settles(page);
  const message = hand.button(/预约|缴费|退费|提醒/).first();
  if (await message.count()) {
    await message.click();
    await keep('message', '/message');
  }
  await findClinicDay(hand, keep);
  await findVisitingDay();
  await findRecords(hand, keep);
}

type Keep = (name: string, pathname: string) => Promise<void>;

/** The pages of a visit that lies ahead, of one that is waited for, and of what is kept of visits. */
async function findClinicDay(hand: Hand, keep: Keep): Promise<void> {
  const { page } = member;
  const visit = addresses['appointment']!.replace('/appointment?id=', '');
  addresses['checkIn'] = `/check-in?appointmentId=${visit}`;
  addresses['queue'] = `/queue?appointmentId=${visit}`;
  addresses['moved'] = `/moved?appointmentId=${visit}`;
  await page.goto(product.url + addresses['appointment']!);
  await hand.press('改约');
  await keep('moving', '/doctor');
  await hand.sees('正在改约');
  await chooseLastDay(hand);
  await hand.press(/^(上午|下午|晚间) .+余 \d+$/);
  await keep('move', '/move');
  addresses['credit'] = addresses['patient']!.replace('/patient', '/patient/credit');
  const { doctorId, date } = await aFullDay(product.url);
  addresses['full'] = `/doctor?id=${doctorId}&date=${date}`;
  await page.goto(product.url + addresses['full']);
  await hand.press(/约满了，登记候补/);
  await keep('joinWaitlist', '/waitlist/join');
  await hand.press('加入候补');
  await keep('waiting', '/waitlist/entry');
}

/** Called in, told of a 停诊, marked: what staff do to a patient. */
async function findVisitingDay(): Promise<void> {
  const patientId = addresses['patient']!.replace('/patient?id=', '');
  const now = new Date((await product.sim.clock()).now);
  const { calledId, suspendedId, eventId } = await aVisitingDay(product.url, patientId, now);
  addresses['called'] = `/queue?appointmentId=${calledId}`;
  addresses['calledVisit'] = `/appointment?id=${calledId}`;
  addresses['suspension'] = `/suspension?appointmentId=${suspendedId}`;
  addresses['appeal'] = `/patient/appeal?patientId=${patientId}&eventId=${eventId}`;
}

/** Reports, behind the code to the phone, and what else is kept of a patient. */
async function findRecords(hand: Hand, keep: Keep): Promise<void> {
  const { page } = member;
  const abnormal = hand.button(/超出参考范围/);
  // The laboratory of the demonstration begins to send when the product stands.
  for (let tries = 0; tries < 60; tries++) {
    await page.goto(`${product.url}/reports`);
    await settles(page);
    if (await abnormal.count()) break;
    await page.waitForTimeout(2_000);
  }
  await abnormal.first().click();
  await keep('report', '/report');
  await passStepUp(hand, product, memberPhone);
  // Not everything that lies outside was measured before as well.
  const trend = hand.button(/^看.+的历次结果$/);
  for (let nth = 1; nth < 20; nth++) {
    await hand.sees('报告信息');
    if (await trend.count()) break;
    await page.goto(`${product.url}/reports`);
    await abnormal.nth(nth).click();
    await keep('report', '/report');
  }
  await trend.first().click();
  await keep('trend', '/report/trend');
  addresses['reportSharing'] = addresses['report']!.replace('/report', '/report/sharing');
  const patient = addresses['patient']!.replace('/patient?id=', '');
  for (const [name, pathname] of Object.entries(ofPatient)) {
    addresses[name] = `${pathname}?patientId=${patient}`;
  }
  await page.goto(product.url + addresses['encounters']!);
  await hand.press(/诊断：/);
  await keep('encounter', '/archive/visit');
}

const ofPatient = {
  encounters: '/archive/visits',
  documents: '/archive/documents',
  addDocument: '/archive/documents/add',
  recordVital: '/vitals/record',
  vitalLimits: '/vitals/limits',
  vitalDevices: '/vitals/devices',
  dental: '/dental',
};

const forVisitors = {
  home: '/home',
  departments: '/departments',
  search: '/search',
  signIn: '/sign-in',
  notice: '/notice?purpose=service',
  visits: '/visits',
  sharedReport: '/shared-report#the-token-of-a-link-that-a-patient-sent',
};
const forMembers = {
  home: '/home',
  visits: '/visits',
  inbox: '/inbox',
  waitlist: '/waitlist',
  me: '/me',
  patients: '/patients',
  addPatient: '/patients/add',
  consents: '/consents',
  settings: '/settings',
  closeAccount: '/close-account',
  reports: '/reports',
  archive: '/archive',
  vitals: '/vitals',
};
const byId = [
  'department',
  'doctor',
  'confirm',
  'pay',
  'result',
  'appointment',
  'cancel',
  'patient',
  'recordViews',
  'message',
  'moving',
  'move',
  'moved',
  'full',
  'joinWaitlist',
  'waiting',
  'checkIn',
  'queue',
  'called',
  'calledVisit',
  'suspension',
  'credit',
  'appeal',
  'report',
  'trend',
  'reportSharing',
  'encounter',
  ...Object.keys(ofPatient),
];

const looks = {
  phone: { viewport: phone, isLarge: false, target: 44 },
  large: { viewport: phone, isLarge: true, target: 60 },
  desktop: { viewport: desktop, isLarge: false, target: 36 },
};

async function check(pool: PagePool, name: string, address: string, target: number) {
  await pool.use(async (open) => {
    await open.page.goto(product.url + address);
    await checkPage(open, name);
    expect(await smallTargets(open.page, target), `small targets of ${name}`).toEqual([]);
  });
}

describe.each(Object.entries(looks))('on a %s', (look, { viewport, isLarge, target }) => {
  beforeAll(async () => {
    for (const pool of [visitors, members]) {
      for (const { page } of pool.all) await page.setViewportSize(viewport);
      await setLargeType(pool.all[0]!, isLarge);
    }
  });

  it.concurrent.each(Object.entries(forVisitors))('a visitor sees %s', (name, address) =>
    check(visitors, `portal-visitor-${name}-${look}`, address, target),
  );
  it.concurrent.each(Object.entries(forMembers))('a member sees %s', (name, address) =>
    check(members, `portal-${name}-${look}`, address, target),
  );
  it.concurrent.each(byId)('a member sees %s', async (name) => {
    const address = addresses[name];
    expect(address, `no way to ${name} was found`).toBeDefined();
    await check(members, `portal-${name}-${look}`, address!, target);
  });
});

async function setLargeType({ page }: OpenPage, isLarge: boolean): Promise<void> {
  await page.goto(`${product.url}/settings`);
  const toggle = page.getByRole('switch', { name: '关怀版大字' }).filter({ visible: true });
  await settles(page);
  if ((await toggle.isChecked()) !== isLarge) await toggle.click();
  await settles(page);
}
