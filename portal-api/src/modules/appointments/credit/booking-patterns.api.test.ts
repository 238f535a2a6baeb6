import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../../../test/support/app';
import { CreditHospital } from '../../../../test/support/credit';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';

let hospital: CreditHospital;
let app: TestApp;
let account: TestAccount;
let manager: TestStaff;
beforeAll(async () => {
  hospital = await CreditHospital.start();
  ({ app, account, manager } = hospital);
});
afterAll(() => hospital?.close());

describe('booking patterns', () => {
  const patterns = async (kind: string, as = manager.as) =>
    (await app.call('listBookingPatterns', { as, query: { kind, days: 365 } })).body.items;

  it('finds who cancels again and again', async () => {
    const patientId = await hospital.newPatient();
    for (let n = 0; n < 4; n++) {
      const { id } = await hospital.booked(patientId, { date: hospital.dayFrom(3) });
      const params = { appointmentId: id };
      const body = { reason: 'recovered', note: '' };
      await app.call('cancelMyAppointment', { as: account.as, params, body });
    }
    const found = (await patterns('repeat-cancellers')).find((row) => row.patientId === patientId);
    expect(found).toMatchObject({
      subject: '王*明',
      booked: 4,
      cancelled: 4,
      accounts: 1,
      score: 72,
    });
  });

  it('finds an account with many patients, and devices with many accounts', async () => {
    const tout = await signInAccount(app, { phone: '13911112222' });
    for (let n = 0; n < 4; n++)
      await hospital.booked(await hospital.newPatient(tout.accountId), {}, tout.as);
    const [many] = await patterns('many-patients-one-account');
    const masked = (await patterns('many-patients-one-account')).find(
      ({ subject }) => subject === '139****2222',
    );
    expect(many!.patients).toBeGreaterThanOrEqual(4);
    expect(masked).toMatchObject({ patients: 4, booked: 4, patientId: null });

    const crowd = [];
    for (let n = 0; n < 3; n++) {
      const each = await signInAccount(app);
      crowd.push(each.accountId);
      await hospital.booked(await hospital.newPatient(each.accountId), {}, each.as);
    }
    await app.sql.query(
      `update account_session set device_index = 'abcdefXYZ', address = '203.0.113.7' where account_id = any($1)`,
      [crowd],
    );
    expect(await patterns('many-accounts-one-device')).toMatchObject([
      { subject: '设备 ABCDEF', accounts: 3, patients: 3, booked: 3 },
    ]);
  });

  it('finds series of missed visits', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 2);
    const found = (await patterns('no-show-series')).find((row) => row.patientId === patientId);
    expect(found).toMatchObject({ noShows: 2, score: 60 });
  });

  it('shows a branch its own only, and who merely analyses no way to people', async () => {
    const elsewhere = await hospital.managerElsewhere();
    expect(await patterns('no-show-series', elsewhere.as)).toEqual([]);
    const analyst = await signInStaff(app, { role: 'data-analyst' });
    const seen = await patterns('no-show-series', analyst.as);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((row) => row.patientId === null)).toBe(true);
  });
});
