import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import type { RouteName } from '@/app/routes';

export interface FrameProps {
  name: RouteName;
  title: string;
  backTo: RouteName;
  className: string;
  columnClass: string;
  mainClass: string;
  above: ReactNode;
  bottom: ReactNode;
  overlay: ReactNode;
  children: ReactNode;
}

/** WeChat draws the navigation bar and the tabs itself. */
export function Frame(props: FrameProps) {
  return (
    <View className={props.className}>
      <View className={props.columnClass}>
        {props.above}
        <View className={props.mainClass}>{props.children}</View>
        {props.bottom}
      </View>
      {props.overlay}
    </View>
  );
}
