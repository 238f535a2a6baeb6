/** What other modules and clients rely on: configuration for everyone, ties of accounts, the kept promise to close. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { aClinic, aPatient } from '../../../test/support/clinic';
import { signInAccount } from '../../../test/support/people';
import { UnitOfWork } from '../../kernel';
import { AccountTies } from './account-ties';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

it('tells everybody the rules and the hospital’s time', async () => {
  const { body } = await app.call('getPublicConfig');
  expect(body).toMatchObject({
    hospitalName: '随诊示范医院',
    serverTime: app.clock.now().toISOString(),
    bookingWindowDays: 14,
    holdMinutes: 10,
    isDeskPaymentAllowed: true,
    isLocalMode: false,
  });
});

it('ties an account to visits that lie ahead, and takes them along when accounts merge', async () => {
  const ties = await app.get(AccountTies);
  const account = await signInAccount(app);
  const other = await signInAccount(app);
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const { slotIds } = await aClinic(app);
  expect(await ties.has(account.accountId)).toBe(false);
  const { body } = await app.call('bookPlace', {
    body: { slotId: slotIds[0]!, patientId },
    as: account.as,
  });
  expect(await ties.has(account.accountId)).toBe(true);
  expect(await ties.hasLive(account.accountId, patientId)).toBe(true);
  const unitOfWork = await app.get(UnitOfWork);
  await unitOfWork.run((tx) => ties.merged(tx, account.accountId, other.accountId));
  expect(await ties.has(account.accountId)).toBe(false);
  expect(await ties.has(other.accountId)).toBe(true);
  await app.call('cancelMyAppointment', {
    params: { appointmentId: body.id },
    body: { reason: 'other' },
    as: account.as,
  });
  expect(await ties.has(other.accountId)).toBe(false);
});

it('asks for money online only where the setting forbids to pay at the desk', async () => {
  await app.sql.query(
    `insert into setting (key, value, version, updated_at, updated_by_name)
     values ('booking.isDeskPaymentAllowed', 'false', 1, now(), 'test')`,
  );
  // Every process sees a change within two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const account = await signInAccount(app);
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const { slotIds } = await aClinic(app);
  const body = { slotId: slotIds[0]!, patientId };
  const booked = await app.call('bookPlace', { body, as: account.as });
  expect(booked.error?.code).toBe('PAYMENT_MODE_NOT_ALLOWED');
  const held = await app.call('holdPlace', { body, as: account.as });
  expect(held.body).toMatchObject({ status: 'pending', mayPayAtDesk: false });
  const params = { appointmentId: held.body.id };
  const chosen = await app.call('chooseDeskPayment', { params, as: account.as });
  expect(chosen.error?.code).toBe('PAYMENT_MODE_NOT_ALLOWED');
});
