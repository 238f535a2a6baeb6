import type { ReactNode } from 'react';
import { Box, Heading, Tap, Text } from '../base';
import { classes } from '../class-names';
import { Icon, type IconTone } from '../Icon';
import type { IconName } from '../icon-paths';
import s from './Card.module.scss';

interface CardProps {
  title?: string;
  children: ReactNode;
  /** Makes the whole card one target. */
  onTap?: () => void;
  label?: string;
  isFlush?: boolean;
  className?: string | undefined;
}

export function Card({ title, children, onTap, label, isFlush, className }: CardProps) {
  const names = classes(s['card'], isFlush && s['flush'], onTap && s['tappable'], className);
  const inside = (
    <>
      {title ? (
        <Heading level={2} className={s['title']}>
          {title}
        </Heading>
      ) : null}
      {children}
    </>
  );
  if (!onTap) return <Box className={names}>{inside}</Box>;
  return (
    <Tap className={names} onTap={onTap} label={label}>
      {inside}
    </Tap>
  );
}

/** A name and its value. */
export function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box className={s['row']}>
      <Text className={s['name']}>{name}</Text>
      <Box className={s['value']}>{children}</Box>
    </Box>
  );
}

interface LinkRowProps {
  title: string;
  note?: string | undefined;
  icon?: IconName;
  iconTone?: IconTone;
  onTap: () => void;
  after?: ReactNode;
}

/** A line that leads on. */
export function LinkRow({ title, note, icon, iconTone = 'primary', onTap, after }: LinkRowProps) {
  return (
    <Tap className={s['link']} onTap={onTap}>
      {icon ? <Icon name={icon} tone={iconTone} /> : null}
      <Box className={s['linkWords']}>
        <Text>{title}</Text>
        {note ? <Text className={s['note']}>{note}</Text> : null}
      </Box>
      {after}
      <Icon name="next" tone="quiet" size={18} />
    </Tap>
  );
}
