import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { Permission } from '@suizhen/contract/wire';
import { call, type Answer } from '@/shared/api/client';
import { localDateOf } from '@/shared/format/date';

export type StaffSession = Answer<'getStaffSession'>;

export const sessionQuery = queryOptions({
  queryKey: ['getStaffSession'],
  queryFn: ({ signal }) => call('getStaffSession', {}, { signal }),
  staleTime: 60_000,
});

/** The signed-in member of staff; pages below the layout may count on it. */
export function useSession(): StaffSession {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether this person holds any of the permissions; the server decides again on every call. */
export function holds(session: StaffSession, ...wanted: Permission[]): boolean {
  return session.grants.some((grant) => wanted.includes(`${grant.resource}.${grant.verb}`));
}

export type May = (...wanted: Permission[]) => boolean;

export function useMay(): May {
  const session = useSession();
  return (...wanted) => holds(session, ...wanted);
}

/** The hospital's day by the hospital's clock; the browser's may be wrong, or moved in a demonstration. */
export function useClinicToday(): string {
  return localDateOf(useSession().serverTime);
}

/** Puts a fresh session in place, after sign-in or a change of the own account. */
export function useKeepSession(): (session: StaffSession) => void {
  const client = useQueryClient();
  return (session) => client.setQueryData(sessionQuery.queryKey, session);
}
