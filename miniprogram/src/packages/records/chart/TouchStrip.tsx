import { useRef } from 'react';
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import type { TouchStripProps } from './TouchStrip.types';

interface Rect {
  left: number;
  width: number;
}

interface Touched {
  touches?: { clientX?: number }[];
}

let made = 0;

/** Follows the finger over a chart. WeChat tells where an element lies only when asked. */
export function TouchStrip(props: TouchStripProps) {
  const id = useRef('');
  if (id.current === '') id.current = `strip-${++made}`;
  const rect = useRef<Rect | null>(null);

  const follow = (event: Touched): void => {
    const clientX = event.touches?.[0]?.clientX;
    if (clientX === undefined || !rect.current?.width) return;
    props.onTouch((clientX - rect.current.left) / rect.current.width);
  };
  const begin = (event: Touched): void => {
    Taro.createSelectorQuery()
      .select(`#${id.current}`)
      .boundingClientRect()
      .exec(([found]: [Rect | null]) => {
        rect.current = found;
        follow(event);
      });
  };
  const aria = { 'aria-role': 'img', 'aria-label': `${props.label}，${props.valueText}` };
  return (
    <View
      id={id.current}
      className={props.className}
      onTouchStart={begin as never}
      onTouchMove={follow as never}
      {...aria}
    >
      {props.children}
    </View>
  );
}
