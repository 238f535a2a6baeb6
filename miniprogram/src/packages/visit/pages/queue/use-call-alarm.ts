import { useEffect } from 'react';
import Taro from '@tarojs/taro';
import type { QueuePlace } from '@/shared/api/queue';

/** The phone shakes at every call, also when the same one is called again. */
export function useCallAlarm(place: QueuePlace | undefined): void {
  const entry = place?.entry;
  const calledAt = entry?.state === 'called' ? (entry.calledAt ?? 'now') : null;
  useEffect(() => {
    // Not every phone can, and not every browser lets it.
    if (calledAt) Taro.vibrateLong().catch(() => undefined);
  }, [calledAt]);
}
