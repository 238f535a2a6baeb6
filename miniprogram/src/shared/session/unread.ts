import { useQuery } from '@tanstack/react-query';
import { call } from '@/shared/request/client';
import { useSession } from './session';

export const unreadKey = ['messages', 'unread'] as const;

const pollMs = 60_000;

/** The number on the inbox tab. One caller keeps it fresh for all. */
export function useUnread({ isKeeper = false } = {}): number {
  const isSignedIn = useSession((state) => state.status === 'signed-in');
  const query = useQuery({
    queryKey: unreadKey,
    queryFn: () => call('countMyUnreadMessages'),
    enabled: isSignedIn,
    refetchInterval: isKeeper ? pollMs : false,
  });
  return isSignedIn ? (query.data?.unread ?? 0) : 0;
}
