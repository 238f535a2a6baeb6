import type { ResponseOf } from '@suizhen/contract';
import { expect } from 'vitest';
import { MarkNoShows } from '../../src/modules/appointments/credit/mark-no-shows.job';
import { startTestApp, type TestApp } from './app';
import { aClinic, aPatient, type ClinicOptions } from './clinic';
import { signInAccount, signInStaff, type TestAccount, type TestStaff } from './people';

export const hour = 3_600_000;
export const day = 24 * hour;

/** A hospital whose patients book for tomorrow and do not come. */
export class CreditHospital {
  private constructor(
    readonly app: TestApp,
    readonly branchId: string,
    readonly account: TestAccount,
    readonly manager: TestStaff,
    readonly desk: TestStaff,
  ) {}

  static async start(): Promise<CreditHospital> {
    const app = await startTestApp();
    const { branchId } = await aClinic(app);
    return new CreditHospital(
      app,
      branchId,
      await signInAccount(app),
      await signInStaff(app, { role: 'manager', branchId }),
      await signInStaff(app, { role: 'front-desk', branchId }),
    );
  }

  close(): Promise<void> {
    return this.app.close();
  }

  today(): string {
    return new Date(this.app.clock.now().getTime() + 8 * hour).toISOString().slice(0, 10);
  }

  dayFrom(days: number): string {
    return new Date(Date.parse(`${this.today()}T00:00:00Z`) + days * day)
      .toISOString()
      .slice(0, 10);
  }

  newPatient(accountId = this.account.accountId): Promise<string> {
    return aPatient(this.app, { proxies: [accountId], branchId: this.branchId });
  }

  /** Booked for tomorrow morning. */
  async booked(
    patientId: string,
    options: ClinicOptions = {},
    as = this.account.as,
  ): Promise<ResponseOf<'bookPlace'>> {
    const { app, branchId } = this;
    const clinic = await aClinic(app, { branchId, date: this.dayFrom(1), ...options });
    const body = { slotId: clinic.slotIds[0], patientId };
    const answer = await app.call('bookPlace', { as, body });
    expect(answer.error).toBeUndefined();
    expect(answer.status).toBe(200);
    return answer.body;
  }

  /** Tomorrow, when every morning clinic and its grace are over. */
  async theDayPasses(): Promise<void> {
    this.app.clock.set(`${this.dayFrom(1)}T12:00:00+08:00`);
    while ((await this.app.runJob(MarkNoShows)) > 0);
    await this.app.relay();
  }

  async missVisits(patientId: string, times: number): Promise<void> {
    for (let n = 0; n < times; n++) await this.booked(patientId);
    await this.theDayPasses();
  }

  async credit(patientId: string): Promise<ResponseOf<'getMyCredit'>> {
    const request = { as: this.account.as, params: { patientId } };
    return (await this.app.call('getMyCredit', request)).body;
  }

  /** A manager who answers for another branch. */
  async managerElsewhere(): Promise<TestStaff> {
    const { branchId } = await aClinic(this.app);
    return signInStaff(this.app, { role: 'manager', branchId });
  }
}
