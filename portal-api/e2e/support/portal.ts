import { randomInt, randomUUID } from 'node:crypto';
import { residentCheckDigit } from '@suizhen/contract';
import type { SimControl } from '../../dev/simulators/control';
import { call, type Credentials } from '../../test/support/app';
import type { Hand } from './hand';
import type { RunningProduct } from './running';

/** In the portal: by the code that comes to the simulated phone. Ends where the portal leads. */
export async function signInByCode(hand: Hand, product: RunningProduct, phone: string) {
  await hand.page.goto(`${product.url}/sign-in`);
  await hand.fill('手机号', phone);
  await hand.choose('checkbox', '同意《用户服务与隐私说明》');
  const before = await product.sim.latestSms(phone);
  await hand.press('获取验证码');
  await hand.fill('短信验证码', await product.sim.nextSmsCode(phone, before?.bizId));
  await hand.press('登录');
  await hand.arrives((pathname) => pathname !== '/sign-in');
}

/** The code to the phone that opens reports to a session; ends where it was asked for. */
export async function passStepUp(hand: Hand, product: RunningProduct, phone: string) {
  await hand.sees('先确认是您本人');
  const before = await product.sim.latestSms(phone);
  await hand.press('获取验证码');
  await hand.fill('短信验证码', await product.sim.nextSmsCode(phone, before?.bizId));
  await hand.press('确认并查看');
  await hand.shown('先确认是您本人').first().waitFor({ state: 'hidden' });
}

/**
 * On a doctor's page: the last day with places. There is one on every day of the week and at every
 * hour of the day, and nobody of the demonstration has been there before.
 */
export const chooseLastDay = (hand: Hand): Promise<void> =>
  hand
    .role('radio', /剩余 \d+ 个号$/)
    .last()
    .click();

/** A day on which every place of a doctor of the main house is taken: there one can only wait. */
export async function aFullDay(url: string): Promise<{ doctorId: string; date: string }> {
  const branches = await call(url, 'listBranches');
  const main = branches.body.items[0];
  if (!main) throw new Error('there is no branch');
  const departments = await call(url, 'listDepartments', { params: { branchId: main.id } });
  for (const { id: departmentId } of departments.body.items) {
    const doctors = await call(url, 'listDepartmentDoctors', { params: { departmentId } });
    for (const { id: doctorId } of doctors.body.items) {
      const days = await call(url, 'listDoctorDays', { params: { doctorId } });
      const full = days.body.items.find(({ state }) => state === 'full');
      if (full) return { doctorId, date: full.date };
    }
  }
  throw new Error('no doctor is booked out on any day');
}

/** A number nobody has in a fresh product. */
export const someMobile = (): string => `139${String(randomInt(1e8)).padStart(8, '0')}`;

/** Of a woman born on 1 January 1990. */
export function someIdentityNumber(): string {
  const area = `33010619900101${String(randomInt(499) * 2 + 2).padStart(3, '0')}`;
  return area + residentCheckDigit(area);
}

/** Another patient of the hospital who is quicker: acts over HTTP, as from a mini-program. */
export class OtherAccount {
  private constructor(
    private readonly url: string,
    private readonly as: Credentials,
  ) {}

  static async signIn(url: string, sim: SimControl, phone: string): Promise<OtherAccount> {
    const client = { 'x-client': 'weapp' };
    const before = await sim.latestSms(phone);
    await call(url, 'requestSmsCode', { body: { phone, purpose: 'sign-in' }, as: client });
    const code = await sim.nextSmsCode(phone, before?.bizId);
    const { body } = await call(url, 'signInWithSms', { body: { phone, code }, as: client });
    return new OtherAccount(url, { ...client, authorization: `Bearer ${body.token}` });
  }

  /** Books for one family member after another until no place is left. */
  async fill(slotId: string): Promise<void> {
    const { body } = await call(this.url, 'listMyPatients', { as: this.as });
    for (const { id: patientId } of body.items) {
      const answer = await call(this.url, 'bookPlace', {
        body: { slotId, patientId },
        as: this.as,
        idempotencyKey: randomUUID(),
      });
      if (answer.error?.code === 'SLOT_FULL') return;
      if (answer.error) throw new Error(`booking answered ${answer.error.code}`);
    }
  }
}
