import { useEffect } from 'react';
import Taro from '@tarojs/taro';
import type { QueuePlace } from '@/shared/api/queue';

/** A browser lets only pages that were touched shake, and complains of others. */
function mayShake(): boolean {
  if (typeof navigator === 'undefined') return true;
  const { userActivation } = navigator as { userActivation?: { hasBeenActive: boolean } };
  return userActivation === undefined || userActivation.hasBeenActive;
}

/** The phone shakes at every call, also when the same one is called again. */
export function useCallAlarm(place: QueuePlace | undefined): void {
  const entry = place?.entry;
  const calledAt = entry?.state === 'called' ? (entry.calledAt ?? 'now') : null;
  useEffect(() => {
    // Not every phone can, and not every browser lets it.
    if (calledAt && mayShake()) Taro.vibrateLong().catch(() => undefined);
  }, [calledAt]);
}
