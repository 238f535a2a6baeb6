import { useQuery } from '@tanstack/react-query';
import { adoptServerTime } from '@/shared/clock/clock';
import { call } from '@/shared/request/client';

export const publicConfigQuery = {
  queryKey: ['config'] as const,
  queryFn: async () => {
    const config = await call('getPublicConfig');
    adoptServerTime(config.serverTime);
    return config;
  },
  staleTime: 60_000,
};

/** What holds for everybody; reading it also sets the clock. */
export const usePublicConfig = () => useQuery(publicConfigQuery);
