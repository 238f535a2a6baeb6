import { useRef } from 'react';
import { useDidShow, usePullDownRefresh, stopPullDownRefresh } from '@tarojs/taro';
import { now } from '@/shared/clock/clock';

/** What was first read less than this ago is not read again because its page comes into sight. */
const freshMs = 1_000;

/** Reads again when the page comes back into sight, and on pulling down in WeChat. */
export function useRefreshOnShow(refresh: () => Promise<unknown>): void {
  const mountedAt = useRef(now());
  useDidShow(() => {
    if (Math.abs(now() - mountedAt.current) > freshMs) void refresh();
  });
  usePullDownRefresh(() => {
    void refresh().finally(() => stopPullDownRefresh());
  });
}
