import { useEffect, type PropsWithChildren } from 'react';
import { useDidShow, useLaunch, usePageNotFound } from '@tarojs/taro';
import { QueryClientProvider } from '@tanstack/react-query';
import { replaceWith } from './app/navigate';
import { useTabBadge } from './app/tab-badge';
import { publicConfigQuery } from './shared/hooks/use-public-config';
import { watchNetwork } from './shared/request/network';
import { queryClient } from './shared/request/query-client';
import { restoreSession, useSession } from './shared/session/session';
import './app.scss';

function readWhatIsShown(): void {
  if (useSession.getState().status === 'unknown') void restoreSession();
  void queryClient.invalidateQueries();
}

function Badge() {
  useTabBadge();
  return null;
}

export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    void restoreSession();
    watchNetwork(readWhatIsShown);
  });
  useDidShow(() => {
    // Also sets the clock again, which a phone asleep may have lost.
    void queryClient.invalidateQueries({ queryKey: publicConfigQuery.queryKey });
  });
  usePageNotFound(() => replaceWith('home'));
  useEffect(() => {
    void queryClient.prefetchQuery(publicConfigQuery);
  }, []);
  return (
    <QueryClientProvider client={queryClient}>
      <Badge />
      {children}
    </QueryClientProvider>
  );
}
