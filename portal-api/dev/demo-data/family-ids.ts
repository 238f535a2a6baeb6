import { portalAccounts } from './accounts';
import { demoId } from './seeded';

/** Somebody of the families that visitors sign in as, by account and place in the family. */
export function familyMember(account: number, member: number) {
  const phone = portalAccounts[account]?.phone ?? '';
  return {
    patientId: demoId('patient', `${phone}/${member}`),
    accountId: demoId('account', phone),
    hasOwnLimits: false,
  };
}
