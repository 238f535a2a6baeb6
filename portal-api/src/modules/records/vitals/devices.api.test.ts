import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch, aPatient, aProxy } from '../../../../test/support/clinic';
import { signInAccount, type TestAccount } from '../../../../test/support/people';
import {
  aVitalDevice,
  sendVitals,
  type TestVitalDevice,
} from '../../../../test/support/vital-device';
import { AccountFollowers } from '../../identity';
import { UnitOfWork } from '../../../kernel';

let app: TestApp;
let account: TestAccount;
let patientId: string;
let device: TestVitalDevice;

beforeAll(async () => {
  app = await startTestApp();
  await aBranch(app);
});
afterAll(() => app?.close());

beforeEach(async () => {
  account = await signInAccount(app);
  patientId = await aPatient(app, { proxies: [account.accountId] });
  device = await aVitalDevice(app, account.as, patientId);
});

const pulse = (readingId: string, value = 72, minutesAgo = 0) => ({
  readingId,
  kind: 'heart-rate',
  value,
  measuredAt: new Date(app.clock.now().getTime() - minutesAgo * 60_000).toISOString(),
});
const count = async (table: string) => {
  const { rows } = await app.sql.query<{ n: number }>(
    `select count(*)::int as n from ${table} where patient_id = $1`,
    [patientId],
  );
  return rows[0]!.n;
};
const devices = async () =>
  (await app.call('listMyVitalDevices', { as: account.as, params: { patientId } })).body.items;

describe('what a device sends', () => {
  it('stands in the diary under its name', async () => {
    const { status, body } = await sendVitals(app, device, [
      pulse('a1'),
      { ...pulse('a2'), kind: 'blood-pressure', value: null, systolic: 121, diastolic: 79 },
    ]);
    expect([status, body]).toEqual([200, { taken: 2, repeated: 0 }]);
    const diary = await app.call('listMyVitals', {
      as: account.as,
      params: { patientId },
      query: { kind: 'heart-rate' },
    });
    expect(diary.body.items[0]).toMatchObject({
      source: 'device',
      deviceName: '血压计',
      value: 72,
    });
    expect((await devices())[0]?.lastReadingAt).toBe(app.clock.now().toISOString());
  });

  it('counts once, however often it comes at once', async () => {
    const readings = Array.from({ length: 10 }, (_, n) => pulse(`r${n}`, 70 + n, n));
    const shuffled = [...readings].reverse();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => sendVitals(app, device, n % 2 ? readings : shuffled)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(answers.reduce((sum, { body }) => sum + body.taken, 0)).toBe(10);
    expect(await count('vital_reading')).toBe(10);
  });

  it('of two devices may have the same number', async () => {
    const other = await aVitalDevice(app, account.as, patientId);
    expect((await sendVitals(app, device, [pulse('same')])).body.taken).toBe(1);
    expect((await sendVitals(app, other, [pulse('same')])).body.taken).toBe(1);
  });

  it('alarms once when parallel repeats are beyond the limits', async () => {
    const high = Array.from({ length: 4 }, (_, n) => pulse(`h${n}`, 150, n));
    await Promise.all(Array.from({ length: 4 }, () => sendVitals(app, device, high)));
    expect(await count('vital_alarm')).toBe(1);
  });

  it('is taken whole or not at all, and each fault is named', async () => {
    const { error } = await sendVitals(app, device, [
      pulse('ok'),
      pulse('later', 72, -60),
      { ...pulse('other'), kind: 'weight', value: 70 },
    ]);
    expect(error?.code).toBe('INVALID_FIELD');
    expect(Object.keys(error!.fields!).sort()).toEqual([
      'body.readings.1.measuredAt',
      'body.readings.2.kind',
    ]);
    expect(await count('vital_reading')).toBe(0);
  });
});

describe('who may send', () => {
  const refused = async (answer: ReturnType<typeof sendVitals>) => {
    const { status, error } = await answer;
    const { requestId: _, ...rest } = error!;
    return [status, rest];
  };
  const asUnknown = () =>
    refused(sendVitals(app, { id: randomUUID(), key: device.key }, [pulse('x')]));

  it('nobody with another key, other bytes or an old clock', async () => {
    const unknown = await asUnknown();
    expect(unknown[0]).toBe(401);
    const seconds = Math.floor(Date.now() / 1000);
    const tries = [
      sendVitals(app, { ...device, key: 'guess' }, [pulse('x')]),
      sendVitals(app, device, [pulse('x')], { signedBody: '{"readings":[]}' }),
      sendVitals(app, device, [pulse('x')], { timestamp: seconds - 310 }),
      sendVitals(app, device, [pulse('x')], { timestamp: seconds + 310 }),
      sendVitals(app, { ...device, id: 'not-a-device' }, [pulse('x')]),
      app.call('receiveVitals', { body: { readings: [pulse('x')] } }),
    ];
    for (const each of tries) expect(await refused(each)).toEqual(unknown);
    expect((await sendVitals(app, device, [pulse('x')], { timestamp: seconds - 280 })).status).toBe(
      200,
    );
  });

  it('no device that was removed, by whoever acts for the patient', async () => {
    const other = await signInAccount(app);
    await aProxy(app, other.accountId, patientId);
    const remove = () =>
      app.call('removeMyVitalDevice', { as: other.as, params: { vitalDeviceId: device.id } });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(204);
    expect(await refused(sendVitals(app, device, [pulse('x')]))).toEqual(await asUnknown());
    expect((await devices())[0]?.revokedAt).not.toBeNull();
  });

  it('no device of somebody who no longer acts for the patient', async () => {
    const other = await signInAccount(app);
    await aProxy(app, other.accountId, patientId);
    await app.call('unlinkMyPatient', { as: account.as, params: { patientId } });
    expect(await refused(sendVitals(app, device, [pulse('x')]))).toEqual(await asUnknown());
  });

  it('no device of a closed account; that of a merged one goes on', async () => {
    const [followers, unitOfWork] = [await app.get(AccountFollowers), await app.get(UnitOfWork)];
    const into = await signInAccount(app);
    await unitOfWork.run((tx) => followers.merged(tx, account.accountId, into.accountId));
    expect((await sendVitals(app, device, [pulse('x')])).status).toBe(200);
    await unitOfWork.run((tx) => followers.closed(tx, into.accountId));
    expect((await sendVitals(app, device, [pulse('y')])).error?.code).toBe('SIGNATURE_INVALID');
  });
});

describe('the key of a device', () => {
  it('is shown once and lies sealed', async () => {
    expect(device.key).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(await devices())).not.toContain(device.key);
    const { rows } = await app.sql.query<{ key_cipher: string }>(
      `select key_cipher from vital_device where id = $1`,
      [device.id],
    );
    expect(rows[0]!.key_cipher).not.toContain(device.key);
  });

  it('ten are enough for a patient, also when they are made at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        app.call('addMyVitalDevice', {
          as: account.as,
          params: { patientId },
          body: { name: '秤', kinds: ['weight'] },
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
    expect(answers.filter(({ error }) => error?.code === 'INVALID_STATE')).toHaveLength(3);
  });
});
