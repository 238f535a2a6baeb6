import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { call } from '@/shared/api/client';

/** Why someone stands before the sign-in page again; it says so there. */
export type SignOutReason = 'idle' | 'own';

export function useSignOut(): (reason: SignOutReason) => Promise<void> {
  const navigate = useNavigate();
  const client = useQueryClient();
  return useCallback(
    async (reason) => {
      await call('staffSignOut', {}).catch(() => undefined);
      const next = window.location.pathname.replace(/^\/admin/, '') + window.location.search;
      await navigate({
        to: '/sign-in',
        search: reason === 'idle' ? { reason, next } : {},
        replace: true,
      });
      client.clear();
    },
    [navigate, client],
  );
}
