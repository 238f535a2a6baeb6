import { useRef } from 'react';
import { useDidShow, usePullDownRefresh, stopPullDownRefresh } from '@tarojs/taro';

/** Reads again when the page comes back into sight, and on pulling down in WeChat. */
export function useRefreshOnShow(refresh: () => Promise<unknown>): void {
  const isFirst = useRef(true);
  useDidShow(() => {
    // The first reading is under way already.
    if (isFirst.current) isFirst.current = false;
    else void refresh();
  });
  usePullDownRefresh(() => {
    void refresh().finally(() => stopPullDownRefresh());
  });
}
