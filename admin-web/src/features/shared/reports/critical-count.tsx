import { useMay } from '@/features/shared/session';
import { useRead } from '@/shared/api/hooks';

const REFRESH_MS = 30_000;

/** In the menu: how many critical values wait, on every page and without a sound. */
export function CriticalCount() {
  const may = useMay();
  const count = useRead(
    'countCriticalAlerts',
    {},
    { enabled: may('report.display'), refetchInterval: REFRESH_MS },
  );
  if (!count.data || count.data.open === 0) return null;
  const { open, overdue } = count.data;
  return (
    <span className="menu-count">
      <span aria-hidden>{open > 99 ? '99+' : open}</span>
      <span className="visually-hidden">
        ，{open} 条待确认{overdue > 0 && `，其中 ${overdue} 条已超时`}
      </span>
    </span>
  );
}
