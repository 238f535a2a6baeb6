import { Checkbox } from 'antd';
import { useFilters } from '@/shared/hooks/use-filters';

export function InactiveFilter() {
  const { filters, setFilters } = useFilters<'inactive'>();
  return (
    <Checkbox
      checked={filters.inactive === '1'}
      onChange={(event) => setFilters({ inactive: event.target.checked ? '1' : '' })}
    >
      显示停用
    </Checkbox>
  );
}
