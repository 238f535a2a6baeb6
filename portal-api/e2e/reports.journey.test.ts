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
import { passStepUp, signInByCode } from './support/portal';
import { theProduct, type RunningProduct } from './support/running';

/**
 * From the laboratory's analyser to the patient's phone: results leave the LIS by MLLP. Each step goes on
 * where the last one ended.
 */
const mobile = '19900000003';
const name = '王桂兰';

let product: RunningProduct;
let browser: Browser;
let patientPage: OpenPage;
let doctorPage: OpenPage;
let patient: Hand;
let doctor: Hand;
let patientId: string;
/** Of the blood count that goes out first, and of the critical one. */
let countNo: string;

beforeAll(async () => {
  product = await theProduct();
  browser = await launchBrowser();
  patientPage = await openPage(browser, `${product.url}/home`, phone);
  doctorPage = await openPage(browser, `${product.url}/admin/`, desktop);
  patient = new Hand(patientPage.page);
  doctor = new Hand(doctorPage.page);
  const { patients } = await product.sim.hospital();
  patientId = patients.find((one) => one.name === name)?.id ?? '';
  expect(patientId, `${name} is known in the HIS`).not.toBe('');
  await signInByCode(patient, product, mobile);
  await signInStaff(doctor, product, 'doctor');
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const goTo = (address: string) => patient.page.goto(product.url + address);

/** Looks again until the words stand on the page, as somebody who waits for a result does. */
async function appears(address: string, words: RegExp): Promise<void> {
  await expect
    .poll(
      async () => {
        await goTo(address);
        await patient.sees(/份未读|都看过了/);
        return patient.shown(words).count();
      },
      { timeout: 60_000, interval: 1_500 },
    )
    .toBeGreaterThan(0);
}

describe('a result', () => {
  it('leaves the laboratory by MLLP and is told on the phone', async () => {
    const sent = await product.sim.sendReport({
      patientId,
      panel: 'bloodCount',
      items: { WBC: 12.4 },
    });
    expect(sent.answer).toBe('AA');
    countNo = sent.reportNo;
    await appears('/reports', /未读 · 血常规/);
    await inspect(patient.page, 'journey-reports');
  });

  it('opens after a code to the phone, with what is out of range in words', async () => {
    await patient
      .shown(/未读 · 血常规/)
      .first()
      .click();
    await passStepUp(patient, product, mobile);
    await patient.sees(/12\.40?/);
    await patient.sees(/↑ 偏高/);
    await patient.sees(countNo);
    await inspect(patient.page, 'journey-report');
  });

  it('stands beside those of the years before, in a trend and in a table', async () => {
    await patient.press(/看白细胞.*的历次结果/);
    await patient.page.waitForURL((url) => url.pathname === '/report/trend');
    await patient.sees(/12\.40?/);
    await inspect(patient.page, 'journey-trend');
    await patient.shown('看表').first().click();
    expect(await patient.shown(/偏高/).count()).toBeGreaterThan(0);
  });

  it('that was wrong is replaced, and the report says so', async () => {
    await product.sim.correctReport(countNo, { WBC: 6.2 });
    await appears('/reports', /未读 · 血常规/);
    await patient
      .shown(/未读 · 血常规/)
      .first()
      .click();
    await patient.sees(/更正为 6\.20?/);
    await inspect(patient.page, 'journey-report-corrected');
  });
});

describe('a critical value', () => {
  it('reaches the clinicians and not the patient', async () => {
    const sent = await product.sim.sendReport({ patientId, panel: 'salts', isCritical: true });
    expect(sent.answer).toBe('AA');
    await doctor.page.goto(`${product.url}/admin/critical`);
    await doctor.role('heading', '危急值').waitFor();
    const row = doctor.page.locator('tbody tr').filter({ hasText: name });
    await row.first().waitFor({ timeout: 60_000 });
    await inspect(doctor.page, 'journey-critical');
    await goTo('/reports');
    await patient.sees(/份未读|都看过了/);
    expect(await patient.shown(/未读 · 电解质/).count()).toBe(0);
  });

  it('is acknowledged, dealt with, and only then shown', async () => {
    const row = doctor.page.locator('tbody tr').filter({ hasText: name }).first();
    await row.getByRole('button', { name: '确认' }).click();
    await doctor.press('我已知晓，由我处理');
    await doctor.sees('已确认，待办里多了一项随访');
    await doctor.shown('处理中').first().click();
    await row.getByRole('button', { name: '记录处理结果' }).click();
    await doctor.fill('怎么处理的', '已电话联系患者，返院复查并处理');
    await doctor.choose('radio', '可以，按这类报告的发布规则给患者看');
    await doctor.press('记录');
    await doctor.sees('已记录');
    await appears('/reports', /未读 · 电解质/);
  });

  it('and who looked at the record is told to the patient', async () => {
    await doctor.page.goto(`${product.url}/admin/critical?view=resolved`);
    await doctor.page.locator('tbody tr').filter({ hasText: name }).first().waitFor();
    await doctor.page
      .locator('tbody tr')
      .filter({ hasText: name })
      .first()
      .getByRole('button', { name: /电解质/ })
      .click();
    await doctor.sees('参考范围');
    await goTo('/patients');
    await patient.press(/王\*兰/);
    await patient.press(/谁看过/);
    await patient.sees(/报告/);
  });
});
