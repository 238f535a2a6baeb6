import type { ReactNode, RefObject } from 'react';
import { View } from '@tarojs/components';

interface DialogFrameProps {
  title: string;
  backdropClass: string;
  sheetClass: string;
  onClose: () => void;
  frameRef: RefObject<null>;
  children: ReactNode;
}

export function DialogFrame({
  title,
  backdropClass,
  sheetClass,
  onClose,
  children,
}: DialogFrameProps) {
  const aria = { 'aria-role': 'dialog', 'aria-label': title };
  return (
    <View className={backdropClass} catchMove onClick={onClose}>
      <View className={sheetClass} onClick={(event) => event.stopPropagation()} {...aria}>
        {children}
      </View>
    </View>
  );
}
