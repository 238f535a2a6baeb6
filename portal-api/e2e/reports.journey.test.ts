import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  desktop,
  inspect,
  launchBrowser,
  openPage,
  phone,
  type Browser,
  type OpenPage,
} from './support/browser';
import { signInStaff } from './support/console';
import { Hand } from './support/hand';
import { Laboratory, labPatient, panelWords } from './support/laboratory';
import { passStepUp, signInByCode } from './support/portal';
import { theProduct, type RunningProduct } from './support/running';

/**
 * From the laboratory's analyser to the patient's phone: results leave the LIS by MLLP. Each step goes on
 * where the last one ended.
 */
const { name, accountPhone: mobile } = labPatient;
const sugar = RegExp(`未读 · ${panelWords.sugar}`);
const salts = RegExp(`未读 · ${panelWords.salts}`);

let product: RunningProduct;
let browser: Browser;
let patientPage: OpenPage;
let doctorPage: OpenPage;
let patient: Hand;
let doctor: Hand;
let laboratory: Laboratory;
/** Where the reports of the 就诊人 are listed. */
let reports: string;
let reportNo: string;

beforeAll(async () => {
  product = await theProduct();
  browser = await launchBrowser();
  patientPage = await openPage(browser, `${product.url}/home`, phone);
  doctorPage = await openPage(browser, `${product.url}/admin/`, desktop);
  patient = new Hand(patientPage.page);
  doctor = new Hand(doctorPage.page);
  laboratory = await Laboratory.of(product.sim);
  await signInByCode(patient, product, mobile);
  await signInStaff(doctor, product, 'doctor');
  const answer = await patient.page.request.get(`${product.url}/api/portal/patients`);
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  reports = `/reports?patientId=${items.find((one) => one.name === name)?.id ?? ''}`;
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** How many reports of that name are unread. */
async function unread(words: RegExp): Promise<number> {
  await patient.page.goto(product.url + reports);
  await patient.sees(/份未读|都看过了/);
  return patient.shown(words).count();
}

/** Looks again until one more has come, as somebody who waits for a result does. */
async function oneMore(words: RegExp, before: number): Promise<void> {
  const options = { timeout: 60_000, interval: 1_500 };
  await expect.poll(() => unread(words), options).toBe(before + 1);
}

const openFirst = (words: RegExp) => patient.shown(words).first().click();
const alerts = () => doctor.page.locator('tbody tr').filter({ hasText: name });

describe('a result', () => {
  it('leaves the laboratory by MLLP and is told on the phone', async () => {
    const before = await unread(sugar);
    reportNo = await laboratory.sendSugar(12.4);
    await oneMore(sugar, before);
    await inspect(patient.page, 'journey-reports');
  });

  it('opens after a code to the phone, with what is out of range in words', async () => {
    await openFirst(sugar);
    await passStepUp(patient, product, mobile);
    await patient.sees(reportNo);
    await patient.sees(/^12\.40?$/);
    await patient.sees(/↑ 偏高/);
    await inspect(patient.page, 'journey-report');
  });

  it('stands beside those of the years before, in a trend and in a table', async () => {
    await patient.press(/看葡萄糖.*的历次结果/);
    await patient.arrives('/report/trend');
    await patient.sees(/^12\.40?/);
    await inspect(patient.page, 'journey-trend');
    await patient.shown('看表').first().click();
    expect(await patient.shown(/偏高/).count()).toBeGreaterThan(0);
  });

  it('that was wrong is replaced, and the report says so', async () => {
    const before = await unread(sugar);
    await laboratory.correctSugar(reportNo, 7.2);
    await oneMore(sugar, before);
    await openFirst(sugar);
    await patient.sees(reportNo);
    await patient.sees(/改为 7\.20?/);
    await inspect(patient.page, 'journey-report-corrected');
  });
});

describe('a critical value', () => {
  let known: number;

  it('reaches the clinicians and not the patient', async () => {
    await doctor.page.goto(`${product.url}/admin/critical`);
    await doctor.role('heading', '危急值').waitFor();
    await doctor.page.locator('tbody tr').first().waitFor();
    const before = await alerts().count();
    known = await unread(salts);
    await laboratory.sendCritical();
    await expect.poll(() => alerts().count(), { timeout: 60_000 }).toBe(before + 1);
    await inspect(doctor.page, 'journey-critical');
    expect(await unread(salts)).toBe(known);
  });

  it('is acknowledged, dealt with, and only then shown', async () => {
    // Those due first stand first: the new one is the last.
    await alerts().last().getByRole('button', { name: '确认' }).click();
    await doctor.press('我已知晓，由我处理');
    await doctor.sees('已确认，待办里多了一项随访');
    await doctor.page.goto(`${product.url}/admin/critical?view=acknowledged`);
    await alerts().last().getByRole('button', { name: '记录处理结果' }).click();
    await doctor.fill('怎么处理的', '已电话联系患者，返院复查并处理');
    await doctor.choose('radio', '可以，按这类报告的发布规则给患者看');
    await doctor.press('记录');
    await doctor.sees('已记录');
    await oneMore(salts, known);
  });

  it('and who looked at the record is told to the patient', async () => {
    await doctor.page.goto(`${product.url}/admin/critical?view=resolved`);
    await alerts()
      .first()
      .getByRole('button', { name: /电解质/ })
      .click();
    await doctor.sees('参考范围');
    await patient.page.goto(`${product.url}/patients`);
    await patient.press(/陈\*国/);
    await patient.press(/谁看过/);
    await patient.sees(/报告/);
  });
});
