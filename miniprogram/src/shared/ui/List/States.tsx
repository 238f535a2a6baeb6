import type { ReactNode } from 'react';
import { ApiError, sentenceOf } from '@/shared/request/api-error';
import { Box, Text } from '../base';
import { Button } from '../Button/Button';
import { classes } from '../class-names';
import { Icon } from '../Icon';
import type { IconName } from '../icon-paths';
import s from './List.module.scss';

/** Something is coming; shaped like it. */
export function Skeleton({ cards = 3 }: { cards?: number }) {
  return (
    <Box role="status" label="正在加载">
      {Array.from({ length: cards }, (_, index) => (
        <Box key={index} className={s['bone']}>
          <Box className={classes(s['line'], s['short'])} />
          <Box className={s['line']} />
        </Box>
      ))}
    </Box>
  );
}

interface StateProps {
  icon: IconName;
  title: string;
  words?: string | undefined;
  children?: ReactNode;
}

function State({ icon, title, words, children }: StateProps) {
  return (
    <Box className={s['state']} role="status">
      <Icon name={icon} tone="quiet" size={44} />
      <Text className={s['title']}>{title}</Text>
      {words ? <Text className={s['words']}>{words}</Text> : null}
      {children}
    </Box>
  );
}

export interface EmptyWords {
  title: string;
  /** What to do now. */
  words?: string;
  icon?: IconName;
  actionLabel?: string;
  onAction?: () => void;
}

export function Empty({ title, words, icon = 'empty', actionLabel, onAction }: EmptyWords) {
  return (
    <State icon={icon} title={title} words={words}>
      {actionLabel && onAction ? (
        <Button look="text" isInline onTap={onAction}>
          {actionLabel}
        </Button>
      ) : null}
    </State>
  );
}

/** What happened, and the way to try again; a lost network looks and reads differently. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isOffline = error instanceof ApiError && error.isOffline;
  return (
    <State
      icon={isOffline ? 'offline' : 'warning'}
      title={isOffline ? '网络没有连上' : '暂时没能打开'}
      words={isOffline ? '请检查网络，连上后再试一次' : sentenceOf(error)}
    >
      <Button look="text" isInline onTap={onRetry}>
        再试一次
      </Button>
    </State>
  );
}
