import { useState } from 'react';
import { useDidHide, useDidShow } from '@tarojs/taro';

/** False while another page lies on top, or the app is in the background: nothing is asked then. */
export function useShown(): boolean {
  const [isShown, setShown] = useState(true);
  useDidShow(() => setShown(true));
  useDidHide(() => setShown(false));
  return isShown;
}
