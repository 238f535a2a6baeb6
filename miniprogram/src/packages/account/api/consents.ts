import { useQuery } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import type { ConsentPurpose } from '@suizhen/contract/wire';
import { call } from '@/shared/request/client';
import { adoptAccount, type Account } from '@/shared/session/session';

export type PrivacyNotice = ResponseOf<'listPrivacyNotices'>['items'][number];

export const usePrivacyNotices = () =>
  useQuery({
    queryKey: ['privacy-notices'],
    queryFn: async () => (await call('listPrivacyNotices')).items,
    staleTime: 5 * 60_000,
  });

export async function giveConsent(notice: PrivacyNotice): Promise<void> {
  const body = { purpose: notice.purpose, version: notice.version };
  adoptAccount(await call('giveConsent', { body }));
}

export async function withdrawConsent(purpose: ConsentPurpose): Promise<void> {
  adoptAccount(await call('withdrawConsent', { params: { purpose } }));
}

/** The consent in force for a purpose, if there is one. */
export const consentOf = (account: Account | null, purpose: ConsentPurpose) =>
  account?.consents.find((consent) => consent.purpose === purpose && consent.withdrawnAt === null);
