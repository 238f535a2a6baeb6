/** A message that failed and that staff send again still counts for the patient it was about. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSmsSim, type SmsSim } from '../../../../dev/simulators/sms/server';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { deliveriesOf } from '../../../../test/support/outgoing';
import { signInStaff } from '../../../../test/support/people';
import {
  aBooking,
  aSuspendableClinic,
  casesOf,
  suspend,
} from '../../../../test/support/suspension';
import { SendDeliveries } from '../../delivery/send-deliveries.job';
import { FollowMessages } from './follow-messages.job';

let app: TestApp;
let sms: SmsSim;

beforeAll(async () => {
  sms = await startSmsSim({ port: 0, accessKey: 'access', secret: 'secret', receiptDelayMs: 5 });
  app = await startTestApp({ env: { SMS_BASE_URL: sms.url } });
  sms.sendReceiptsTo(`${app.url}/api/callbacks/sms/receipts`);
});
afterAll(async () => {
  await app?.close();
  await sms?.close();
});

it('is followed to the phone, and the call is not needed any more', async () => {
  const house = await aSuspendableClinic(app);
  const person = await aBooking(app, house.clinic.slotIds[0]!);
  await app.relay();
  while ((await app.runJob(SendDeliveries)) > 0);
  const suspension = await suspend(app, house);
  await app.relay();
  sms.faults.set({ simulator: 'sms', kind: 'error', code: 'MOBILE_NUMBER_ILLEGAL', count: 1 });
  while ((await app.runJob(SendDeliveries)) > 0);
  await app.runJob(FollowMessages);
  const theCase = async () => (await casesOf(app, suspension.id, house.desk.as))[0];
  expect(await theCase()).toMatchObject({ state: 'unreached' });
  const openCalls = async () =>
    (await app.call('listWorkItems', { query: { state: 'open' }, as: house.desk.as })).body.items;
  expect(await openCalls()).toHaveLength(1);

  const told = async () =>
    (await deliveriesOf(app, person.phone)).filter(({ kind }) => kind === 'clinic-suspended');
  const [failed] = await told();
  expect(failed?.state).toBe('failed');
  const admin = await signInStaff(app, { role: 'super-admin' });
  const again = await app.call('requeueDeadLetter', {
    params: { kind: 'delivery', deadLetterId: failed!.id },
    as: admin.as,
  });
  expect(again.status).toBe(204);
  await app.runJob(FollowMessages);
  expect(await theCase()).toMatchObject({ state: 'unreached' });
  while ((await app.runJob(SendDeliveries)) > 0);
  for (let tries = 0; tries < 100 && (await told())[1]?.state !== 'delivered'; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await app.runJob(FollowMessages);
  expect(await theCase()).toMatchObject({ state: 'reached', reachedBy: 'sms' });
  expect(await openCalls()).toEqual([]);
});
