import type { ReactNode } from 'react';
import { Box } from './base';
import { classes } from './class-names';
import { Icon } from './Icon';
import s from './Notice.module.scss';

interface NoticeProps {
  tone?: 'info' | 'warn' | 'danger' | 'primary';
  children: ReactNode;
}

const icons = { info: 'info', warn: 'warning', danger: 'warning', primary: 'check' } as const;

/** A sentence that belongs to the page, not to a moment: those are toasts. */
export function Notice({ tone = 'info', children }: NoticeProps) {
  return (
    <Box className={classes(s['notice'], s[tone])} role="status">
      <Icon name={icons[tone]} tone={tone} size={22} />
      <Box className={s['words']}>{children}</Box>
    </Box>
  );
}
