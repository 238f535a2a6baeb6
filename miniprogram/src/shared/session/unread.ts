import { useQuery } from '@tanstack/react-query';
import { call } from '@/shared/request/client';
import { useSession } from './session';

export const unreadKey = ['messages', 'unread'] as const;

/** The number on the inbox tab. */
export function useUnread(): number {
  const isSignedIn = useSession((state) => state.status === 'signed-in');
  const query = useQuery({
    queryKey: unreadKey,
    queryFn: () => call('countMyUnreadMessages'),
    enabled: isSignedIn,
    refetchInterval: 60_000,
  });
  return isSignedIn ? (query.data?.unread ?? 0) : 0;
}
