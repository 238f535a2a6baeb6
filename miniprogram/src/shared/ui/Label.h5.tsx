import type { ReactNode } from 'react';

interface LabelProps {
  htmlFor: string;
  className?: string | undefined;
  children: ReactNode;
}

export function Label({ htmlFor, className, children }: LabelProps) {
  return (
    <label htmlFor={htmlFor} className={className}>
      {children}
    </label>
  );
}
