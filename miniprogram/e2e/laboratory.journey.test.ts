import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Clinician } from '../../portal-api/e2e/support/clinician';
import { Laboratory, labPatient, panelWords } from '../../portal-api/e2e/support/laboratory';
import { backToTab, passStepUp, signIn } from './support/steps';
import { Visit } from './support/visit';

/**
 * From the laboratory's analyser into WeChat: results leave the LIS by MLLP and stand in the real weapp
 * build, against the whole product. Each step goes on where the last one ended.
 */
const visit = new Visit(labPatient.accountPhone);
const { name, masked, accountPhone } = labPatient;
let laboratory: Laboratory;
let doctor: Clinician;
let reportNo: string;

beforeAll(async () => {
  await visit.begin();
  laboratory = await Laboratory.of(visit.sim);
  doctor = await Clinician.signIn(visit.url, 'doctor');
});
afterAll(() => visit.end());

/** How many reports of that name are unread, as the list of the 就诊人 says it now. */
async function unread(panel: string): Promise<number> {
  const { program } = visit;
  backToTab(program);
  program.tab('首页');
  await program.tap('检查报告');
  await program.reaches('records/pages/reports');
  await program.sees(/份未读|都看过了/);
  await program.settles();
  return program.tappable(RegExp(`未读 · ${panel}`)).length;
}

/** Looks again until one more has come, as somebody who waits for a result does. */
async function oneMore(panel: string, before: number): Promise<void> {
  await expect.poll(() => unread(panel), { timeout: 60_000, interval: 1_500 }).toBe(before + 1);
}

const openNewest = (panel: string) => visit.program.tap(RegExp(`未读 · ${panel}`));

describe('a result', () => {
  it('leaves the laboratory by MLLP and is told in WeChat', async () => {
    const { program } = visit;
    await signIn(program);
    await program.sees('199****0001');
    await unread(panelWords.sugar);
    await program.tap(/换一位就诊人$/);
    await program.tap(RegExp(`^${masked.replace('*', '\\*')}（`));
    const before = await unread(panelWords.sugar);
    reportNo = await laboratory.sendSugar(12.4);
    await oneMore(panelWords.sugar, before);
    await visit.draw('laboratory-reports');
  });

  it('opens after a code to the phone, with what it was before beside it', async () => {
    const { program } = visit;
    await openNewest(panelWords.sugar);
    await passStepUp(program, visit.sim, accountPhone);
    await program.sees(reportNo);
    await program.sees(/12\.40? ?mmol\/L↑ 偏高/);
    await program.sees(/上次 [\d.]+ mmol\/L/);
    await visit.draw('laboratory-report');
  });

  it('stands at the end of its trend, as a curve and as a table', async () => {
    const { program } = visit;
    await program.tap(/看葡萄糖.*的历次结果/);
    await program.reaches('records/pages/trend');
    await program.sees(/12\.40?/);
    await visit.draw('laboratory-trend');
    await program.tap('看表');
    // The curve's caption says the newest one as well; only the table goes on with those before.
    await program.sees(/日12\.40? mmol\/L↑ 偏高.*日[\d.]+ mmol\/L.*日[\d.]+ mmol\/L/);
  });

  it('that was wrong is replaced: unread again, and it says what was changed', async () => {
    const { program } = visit;
    const before = await unread(panelWords.sugar);
    await laboratory.correctSugar(reportNo, 7.2);
    await oneMore(panelWords.sugar, before);
    await program.sees('已更正');
    await openNewest(panelWords.sugar);
    await program.sees(reportNo);
    await program.sees(/12\.40?.*改为 7\.20?/);
    await program.sees('已更正');
    await visit.draw('laboratory-corrected');
  });
});

describe('a critical value', () => {
  it('waits in the queue of the clinicians, and the patient sees nothing of it', async () => {
    const known = await unread(panelWords.salts);
    const before = (await doctor.alertsOf(name)).length;
    await laboratory.sendCritical();
    const waiting = async () => (await doctor.alertsOf(name)).length;
    await expect.poll(waiting, { timeout: 60_000 }).toBe(before + 1);
    expect(await unread(panelWords.salts)).toBe(known);
  });

  it('is shown once a clinician has dealt with it', async () => {
    const known = await unread(panelWords.salts);
    const alerts = await doctor.alertsOf(name);
    const newest = alerts.reduce((a, b) => (a.raisedAt > b.raisedAt ? a : b));
    await doctor.settle(newest);
    await oneMore(panelWords.salts, known);
    await openNewest(panelWords.salts);
    await visit.program.sees('危急');
    await visit.draw('laboratory-critical');
  });

  it('never troubled the app', () => {
    expect(visit.program.problems).toEqual([]);
    expect(visit.drawing.problems).toEqual([]);
  });
});
