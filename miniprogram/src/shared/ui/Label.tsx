import type { ReactNode } from 'react';
import { Text } from './base';

interface LabelProps {
  htmlFor: string;
  className?: string | undefined;
  children: ReactNode;
}

/** WeChat ties no label to an input: there the input says its own aria-label. */
export function Label({ className, children }: LabelProps) {
  return <Text className={className}>{children}</Text>;
}
