import type { ReactNode } from 'react';
import { Tap } from '../base';
import { classes } from '../class-names';
import s from './Button.module.scss';

interface ButtonProps {
  children: ReactNode;
  onTap: () => void;
  /** `filled` is the one main action of a screen; everything else is text. */
  look?: 'filled' | 'text';
  isDanger?: boolean;
  disabled?: boolean;
  /** While a request is under way; further taps do nothing. */
  isBusy?: boolean;
  isInline?: boolean;
  label?: string;
  id?: string;
}

export function Button(props: ButtonProps) {
  const { look = 'filled', isDanger, disabled = false, isBusy = false, isInline } = props;
  const isOff = disabled || isBusy;
  return (
    <Tap
      id={props.id}
      disabled={isOff}
      label={props.label}
      onTap={props.onTap}
      className={classes(
        s['button'],
        look === 'filled' ? s['filled'] : s['text'],
        isDanger && s['danger'],
        isOff && (look === 'filled' ? s['filledOff'] : s['textOff']),
        isInline && s['inline'],
      )}
    >
      {isBusy ? '请稍候…' : props.children}
    </Tap>
  );
}
