import { Segmented } from 'antd';
import { useMay } from '@/features/shared/session';
import { useFilters } from '@/shared/hooks/use-filters';
import { CashierDaysView } from './cashier-days-view';
import { CashierView } from './cashier-view';
import { ReconciliationView } from './reconciliation-view';

const labels = { bills: '微信对账', days: '收费日结汇总', drawer: '我的日结' } as const;
type View = keyof typeof labels;

/** The provider's bill against our books, and the drawers of the desks. */
export function FinancePage() {
  const { filters, setFilters } = useFilters<'view' | 'date' | 'from' | 'to'>();
  const may = useMay();
  const open: View[] = [
    ...(may('finance.display') ? (['bills', 'days'] as const) : []),
    ...(may('payment.create') ? (['drawer'] as const) : []),
  ];
  const view = open.find((one) => one === filters.view) ?? open[0] ?? 'drawer';
  const views = open.length > 1 && (
    <Segmented<View>
      aria-label="视图"
      value={view}
      onChange={(next) => setFilters({ view: next, date: '' })}
      options={open.map((value) => ({ value, label: labels[value] }))}
    />
  );
  if (view === 'bills') return <ReconciliationView views={views} />;
  return view === 'days' ? <CashierDaysView views={views} /> : <CashierView views={views} />;
}
