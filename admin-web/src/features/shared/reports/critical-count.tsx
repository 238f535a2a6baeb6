import type { ReactNode } from 'react';
import { useMay } from '@/features/shared/session';
import { useRead } from '@/shared/api/hooks';

const REFRESH_MS = 30_000;

/** How many critical values wait, on every page and without a sound. */
function useCriticalCount(): { open: number; overdue: number } {
  const may = useMay();
  const count = useRead(
    'countCriticalAlerts',
    {},
    { enabled: may('report.display'), refetchInterval: REFRESH_MS },
  );
  return count.data ?? { open: 0, overdue: 0 };
}

/** Beside the name of the page in the menu. */
export function CriticalCount() {
  const { open, overdue } = useCriticalCount();
  if (open === 0) return null;
  return (
    <span className="menu-count">
      <span aria-hidden>{open > 99 ? '99+' : open}</span>
      <span className="visually-hidden">
        ，{open} 条待确认{overdue > 0 && `，其中 ${overdue} 条已超时`}
      </span>
    </span>
  );
}

/** On its icon, which is all that a folded menu shows. */
export function CriticalMark({ className, children }: { className?: string; children: ReactNode }) {
  const { open } = useCriticalCount();
  return (
    <span className={`${className ?? ''} menu-mark`} data-waiting={open > 0}>
      {children}
    </span>
  );
}
