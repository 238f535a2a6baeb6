import { useEffect, useState, useSyncExternalStore } from 'react';
import { routeOf } from '@suizhen/contract/wire';
import { call } from '@/shared/api/client';
import { LiveBoard, type LiveState } from './live-board';

export function useLiveBoard(): LiveState {
  const [live] = useState(
    () =>
      new LiveBoard({
        openStream: () => new EventSource(routeOf('streamBoard').path),
        readBoard: () => call('getBoard', {}, { signal: AbortSignal.timeout(10_000) }),
      }),
  );
  useEffect(() => live.start(), [live]);
  return useSyncExternalStore(live.subscribe, live.getState);
}
