import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch } from '../../../../test/support/clinic';
import { aDevice } from '../../../../test/support/people';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ env: { RATE_LIMIT_FACTOR: '1' } });
});
afterAll(() => app?.close());

it('lets a document be tried a dozen times a day from all kiosks, and a kiosk ten a minute', async () => {
  const branchId = await aBranch(app);
  const kiosks = await Promise.all(
    Array.from({ length: 3 }, () => aDevice(app, { kind: 'kiosk', branchId })),
  );
  const guess = async (device: number, identityNumber: string, tail: number) => {
    const answer = await app.call('findKioskVisits', {
      as: kiosks[device]!.as,
      body: { by: 'identity', identityNumber, phoneTail: String(tail).padStart(4, '0') },
    });
    return answer.error?.code ?? answer.status;
  };
  const codes = [];
  for (let n = 0; n < 14; n++) codes.push(await guess(n % 2, 'E12345678', n));
  expect(codes.slice(0, 12)).toEqual(Array.from({ length: 12 }, () => 200));
  expect(codes.slice(12)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
  const others = [];
  for (let n = 0; n < 11; n++) others.push(await guess(2, `E8765432${n}`, 1));
  expect(others.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(others[10]).toBe('RATE_LIMITED');
});
