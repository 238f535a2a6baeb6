import { Segmented } from 'antd';
import { useMay } from '@/features/shared/session';
import { useFilters } from '@/shared/hooks/use-filters';
import { AppealsView } from './appeals-view';
import { PatternsView } from './patterns-view';

export function CreditPage() {
  const { filters, setFilters } = useFilters<'view' | 'state' | 'open' | 'kind' | 'days'>();
  const may = useMay();
  const isPatterns = filters.view === 'patterns';
  const views = may('credit.analyse') && (
    <Segmented<string>
      aria-label="视图"
      value={isPatterns ? 'patterns' : 'appeals'}
      onChange={(view) => setFilters({ view: view === 'appeals' ? '' : view, open: '' })}
      options={[
        { value: 'appeals', label: '申诉' },
        { value: 'patterns', label: '预约行为' },
      ]}
    />
  );
  return isPatterns ? <PatternsView views={views} /> : <AppealsView views={views} />;
}
