import type { ReactNode } from 'react';
import { Text } from '../base';
import { classes } from '../class-names';
import s from './Tag.module.scss';

export type TagTone = 'primary' | 'quiet' | 'warn' | 'danger' | 'info';

export function Tag({ tone = 'quiet', children }: { tone?: TagTone; children: ReactNode }) {
  return <Text className={classes(s['tag'], s[tone])}>{children}</Text>;
}
