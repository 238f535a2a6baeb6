import { expect } from 'vitest';
import type { Answer, TestApp } from './app';
import { aResidentNumber, lastCodeTo } from './outgoing';
import type { TestAccount } from './people';

let sequence = 100;
let lastPhone = 13_900_000_000;

export const aPhone = (): string => String(++lastPhone);
export const aNumber = (birthDate = '1985-05-06'): string => aResidentNumber(birthDate, ++sequence);

export interface PersonToAdd extends Record<string, unknown> {
  name: string;
  identityNumber: string;
  phone: string;
}

/** Somebody to add as a 就诊人; a new person with a phone of their own each time. */
export function aPersonToAdd(overrides: Record<string, unknown> = {}): PersonToAdd {
  return {
    name: '赵一诺',
    identityType: 'resident-id',
    identityNumber: aNumber(),
    phone: aPhone(),
    relation: 'self',
    ...overrides,
  };
}

/** Adding people by a code, as the mini-program does it. */
export function claimsOf(app: () => TestApp) {
  const claim = (account: TestAccount, body: object): Promise<Answer<'claimPatient'>> =>
    app().call('claimPatient', { as: account.as, body });
  const confirm = (
    account: TestAccount,
    claimId: string,
    code: string,
  ): Promise<Answer<'confirmPatientClaim'>> =>
    app().call('confirmPatientClaim', { as: account.as, params: { claimId }, body: { code } });
  /** Claims and confirms with the code that went to `codePhone`. */
  const add = async (account: TestAccount, person: PersonToAdd, codePhone = person.phone) => {
    const claimed = await claim(account, person);
    expect(claimed.error).toBeUndefined();
    return confirm(account, claimed.body.claimId, await lastCodeTo(app(), codePhone));
  };
  /** As if the pause before another code were over. */
  const forgetResendPause = () =>
    app().sql.query(`update patient_claim set created_at = created_at - interval '2 minutes'`);
  return { claim, confirm, add, forgetResendPause };
}
