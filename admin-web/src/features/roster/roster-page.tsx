import { Segmented } from 'antd';
import { useFilters } from '@/shared/hooks/use-filters';
import { TemplateView } from './template-view';
import { WeekView } from './week-view';

export function RosterPage() {
  const { filters, setFilters } = useFilters<'view' | 'week' | 'department'>();
  const isTemplates = filters.view === 'templates';
  const views = (
    <Segmented<string>
      aria-label="视图"
      value={isTemplates ? 'templates' : 'week'}
      onChange={(view) => setFilters({ view: view === 'week' ? '' : view })}
      options={[
        { value: 'week', label: '一周排班' },
        { value: 'templates', label: '每周模板' },
      ]}
    />
  );
  return isTemplates ? <TemplateView views={views} /> : <WeekView views={views} />;
}
