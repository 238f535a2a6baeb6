import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { call } from '@/shared/api/client';
import { useSessionCache } from './session';

/** Why someone stands before the sign-in page again; it says so there. */
export type SignOutReason = 'idle' | 'own';

export function useSignOut(): (reason: SignOutReason) => Promise<void> {
  const navigate = useNavigate();
  const { forget } = useSessionCache();
  return useCallback(
    async (reason) => {
      await call('staffSignOut', {}).catch(() => undefined);
      const next = window.location.pathname.replace(/^\/admin/, '') + window.location.search;
      await navigate({
        to: '/sign-in',
        search: reason === 'idle' ? { reason, next } : {},
        replace: true,
      });
      forget();
    },
    // The cache object is new on every draw, what it does is not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [navigate],
  );
}
