import type { ReactNode } from 'react';

export interface TouchStripProps {
  /** What it is, for who cannot see it. */
  label: string;
  /** The point in question, in words. */
  valueText: string;
  index: number;
  count: number;
  className: string;
  /** A finger at this share of the width. */
  onTouch: (share: number) => void;
  /** Keys, where there are any. */
  onStep: (by: 1 | -1) => void;
  children: ReactNode;
}
