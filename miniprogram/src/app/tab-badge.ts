import { useEffect } from 'react';
import Taro from '@tarojs/taro';
import { useUnread } from '@/shared/session/unread';
import { tabNames } from './routes';

/** WeChat's own tab bar; in the browser Page draws the number. */
export function useTabBadge(): void {
  const unread = useUnread({ isKeeper: true });
  useEffect(() => {
    if (process.env.TARO_ENV === 'h5') return;
    const index = tabNames.indexOf('inbox');
    const text = unread > 99 ? '99+' : String(unread);
    // Refused while a page without tabs is open: the next change sets it.
    const done =
      unread > 0 ? Taro.setTabBarBadge({ index, text }) : Taro.removeTabBarBadge({ index });
    done.catch(() => undefined);
  }, [unread]);
}
