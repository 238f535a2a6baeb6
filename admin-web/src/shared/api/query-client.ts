import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error';

/** Only what may heal by itself is tried again; a refusal is an answer. */
function mayHeal(error: unknown): boolean {
  return error instanceof ApiError && (error.isOffline || error.status >= 502);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < 2 && mayHeal(error),
        refetchOnWindowFocus: true,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
