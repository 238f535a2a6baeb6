import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aPatient } from '../../../../test/support/clinic';
import { signInAccount } from '../../../../test/support/people';
import { aVitalDevice, sendVitals } from '../../../../test/support/vital-device';

let app: TestApp;
beforeAll(async () => {
  // Six messages a minute, and six that nobody signed.
  app = await startTestApp({ env: { RATE_LIMIT_FACTOR: '0.1' } });
});
afterAll(() => app?.close());

const pulse = (readingId: string) => ({
  readingId,
  kind: 'heart-rate',
  value: 72,
  measuredAt: app.clock.now().toISOString(),
});

it('too much of one device is refused for a while, and others go on', async () => {
  const account = await signInAccount(app);
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const loud = await aVitalDevice(app, account.as, patientId);
  const quiet = await aVitalDevice(app, account.as, patientId);
  const codes: (string | undefined)[] = [];
  for (let n = 0; n < 8; n++) {
    codes.push((await sendVitals(app, loud, [pulse(`n${n}`)])).error?.code);
  }
  expect(codes.filter((code) => code === undefined)).toHaveLength(6);
  expect(codes.slice(6)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
  expect((await sendVitals(app, quiet, [pulse('a')])).status).toBe(200);
});

it('guessing ends soon', async () => {
  const nobody = { id: randomUUID(), key: 'guess' };
  const codes: (string | undefined)[] = [];
  for (let n = 0; n < 8; n++) {
    codes.push((await sendVitals(app, nobody, [pulse('x')])).error?.code);
  }
  expect(codes.filter((code) => code === 'SIGNATURE_INVALID')).toHaveLength(6);
  expect(codes.at(-1)).toBe('RATE_LIMITED');
});
