import type { CSSProperties, ReactNode } from 'react';

/** What every box may be told, on both platforms. */
export interface BoxProps {
  id?: string | undefined;
  className?: string | undefined;
  style?: CSSProperties | undefined;
  role?: string | undefined;
  label?: string | undefined;
  level?: 1 | 2 | 3 | undefined;
  hidden?: boolean | undefined;
  live?: 'polite' | 'assertive' | undefined;
  children?: ReactNode;
}

export interface ScrollRowProps {
  className?: string | undefined;
  label?: string | undefined;
  /** The id of what should be in sight (mini-program); in the browser it is the checked one. */
  showing?: string | undefined;
  children?: ReactNode;
}

export interface TapProps {
  id?: string | undefined;
  className?: string | undefined;
  style?: CSSProperties | undefined;
  onTap?: (() => void) | undefined;
  disabled?: boolean | undefined;
  /** What a screen reader says where the visible words are not enough. */
  label?: string | undefined;
  role?: 'button' | 'link' | 'radio' | 'checkbox' | 'switch' | 'tab' | undefined;
  /** For radio, checkbox and switch. */
  checked?: boolean | undefined;
  /** For tab. */
  selected?: boolean | undefined;
  expanded?: boolean | undefined;
  /** The present page in a navigation. */
  current?: boolean | undefined;
  children?: ReactNode;
}

export interface TextInputProps {
  id?: string | undefined;
  className?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  kind?: 'text' | 'digits' | 'decimal' | 'phone' | 'identity' | 'search' | 'code' | undefined;
  lines?: number | undefined;
  placeholder?: string | undefined;
  maxLength?: number | undefined;
  disabled?: boolean | undefined;
  focus?: boolean | undefined;
  /** Said by screen readers in the mini-program, which has no <label for>. */
  label?: string | undefined;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  onBlur?: (() => void) | undefined;
  onEnter?: (() => void) | undefined;
}

export interface PictureProps {
  src: string;
  className?: string | undefined;
  style?: CSSProperties | undefined;
  /** Empty for decoration. */
  alt: string;
}

export interface DateInputProps {
  id?: string | undefined;
  className?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  start?: string | undefined;
  end?: string | undefined;
  placeholder: string;
  label?: string | undefined;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
}

export type TimeInputProps = Omit<DateInputProps, 'start' | 'end'>;
