import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error';

const mayRecover = (error: unknown): boolean =>
  error instanceof ApiError && (error.isOffline || error.code === 'UNAVAILABLE');

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // "always": a paused request would look like an endless skeleton; ours fails and says so.
      networkMode: 'always',
      retry: (count, error) => count < 1 && mayRecover(error),
      retryDelay: 800,
      staleTime: 15_000,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
