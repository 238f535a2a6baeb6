import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { aBranch, aPatient } from '../../../test/support/clinic';
import { deliveriesOf } from '../../../test/support/outgoing';
import { signInAccount, signInStaff, type TestAccount } from '../../../test/support/people';
import { Settings, systemActor } from '../../kernel';

let app: TestApp;
let branchId: string;

beforeAll(async () => {
  app = await startTestApp();
  branchId = await aBranch(app);
});
afterAll(() => app?.close());

const inboxOf = async (account: TestAccount) =>
  (await app.call('listMyMessages', { as: account.as })).body.items;

async function markByHand(patientId: string, reason: string): Promise<void> {
  const manager = await signInStaff(app, { role: 'manager', branchId });
  const body = { kind: 'manual', reason };
  const marked = await app.call('recordCreditEvent', {
    as: manager.as,
    params: { patientId },
    body,
  });
  expect(marked.status, JSON.stringify(marked.body)).toBe(200);
}

it('a mark by hand is told to everybody of the patient, with the reason and until when to appeal', async () => {
  const [mother, father] = [await signInAccount(app), await signInAccount(app)];
  const phone = '13700000001';
  const proxies = [mother.accountId, father.accountId];
  const patientId = await aPatient(app, { branchId, phone, proxies });
  await markByHand(patientId, '多次占号不到');
  await app.relay();
  for (const account of [mother, father]) {
    const [told, ...others] = await inboxOf(account);
    expect(others).toEqual([]);
    expect(told).toMatchObject({ kind: 'credit-marked', patientId });
    expect(told!.body).toContain(
      '180 天内共 1 次。医院记录：多次占号不到。满 3 次将暂停网上预约。',
    );
    expect(told!.body).toMatch(/如有异议，请在 \d+月\d+日 周. 前申诉。$/);
  }
  const sent = await deliveriesOf(app, phone);
  expect(sent.map(({ template }) => template)).toEqual(['CREDIT_MARKED']);
  expect(JSON.stringify(sent[0]!.params)).not.toContain('占号');
});

it('stays in the app where the hospital wants no SMS, and silent where it was taken back', async () => {
  const settings = await app.get(Settings);
  await settings.change(systemActor('test'), 'messages.creditMarkBySms', false, '测试', 0);
  const account = await signInAccount(app);
  const phone = '13700000002';
  const patientId = await aPatient(app, { branchId, phone, proxies: [account.accountId] });
  await markByHand(patientId, '多次占号不到');
  await app.relay();
  expect(await inboxOf(account)).toHaveLength(1);
  expect(await deliveriesOf(app, phone)).toEqual([]);

  await markByHand(patientId, '输错就诊人');
  await app.sql.query(
    `update credit_event set excused_at = $2, excused_as = 'amnesty' where patient_id = $1 and note = '输错就诊人'`,
    [patientId, app.clock.now()],
  );
  await app.relay();
  expect(await inboxOf(account)).toHaveLength(1);
});
