import { create } from 'zustand';
import type { ResponseOf } from '@suizhen/contract';
import { ApiError } from '@/shared/request/api-error';
import { call, whenSignedOut } from '@/shared/request/client';
import { queryClient } from '@/shared/request/query-client';
import { keepToken, readCsrf, readToken } from '@/shared/request/token';
import { mergeLargeType } from './large-type';

export type Account = ResponseOf<'getAccount'>;

/** `unknown` until the server has been asked, or while it cannot be reached. */
type SessionStatus = 'unknown' | 'signed-out' | 'signed-in';

interface Session {
  status: SessionStatus;
  account: Account | null;
  /** Why the session is unknown: shown with a retry. */
  problem: unknown;
}

export const useSession = create<Session>(() => ({
  status: 'unknown',
  account: null,
  problem: null,
}));

const empty = { status: 'signed-out', account: null, problem: null } as const;

export function adoptAccount(account: Account, isFreshSignIn = false): void {
  useSession.setState({ status: 'signed-in', account, problem: null });
  mergeLargeType(account.isLargeType, isFreshSignIn);
}

export function adoptSignIn(signedIn: ResponseOf<'signInWithSms'>): void {
  keepToken(signedIn.token);
  // Whatever was read before belongs to another session.
  queryClient.clear();
  adoptAccount(signedIn.account, true);
}

/** Everything that was read for the account leaves the phone with it. */
export function forgetSession(): void {
  keepToken(null);
  useSession.setState(empty);
  queryClient.clear();
}

/** On start: is there still a session? Without any trace of one the server need not be asked. */
export async function restoreSession(): Promise<void> {
  const hasTrace = process.env.TARO_ENV === 'h5' ? readCsrf() !== '' : readToken() !== '';
  if (!hasTrace) {
    useSession.setState(empty);
    return;
  }
  try {
    adoptAccount(await call('getAccount'));
  } catch (problem) {
    if (problem instanceof ApiError && problem.code === 'UNAUTHENTICATED') return;
    useSession.setState({ status: 'unknown', problem });
  }
}

export async function signOut(): Promise<void> {
  await call('signOut').catch((problem: unknown) => {
    // A session that is gone already is signed out as well.
    if (!(problem instanceof ApiError) || problem.code !== 'UNAUTHENTICATED') throw problem;
  });
  forgetSession();
}

whenSignedOut(() => {
  if (useSession.getState().status !== 'signed-out') forgetSession();
});
