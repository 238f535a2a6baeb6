import type { Gender, RequestOf } from '@suizhen/contract';
import type { Secrets } from '../../../kernel';

/** What a claim says, with birth date and sex settled; stored encrypted until the code is given. */
export type ClaimedPerson = RequestOf<'claimPatient'>['body'] & {
  birthDate: string;
  gender: Gender;
};

/** Bound to its claim: a code is of no use for another one. */
export function claimCodeHash(secrets: Secrets, claimId: string, code: string): string {
  return secrets.index('sms-code', `claim:${claimId}:${code}`);
}

export const maxCodeAttempts = 5;
