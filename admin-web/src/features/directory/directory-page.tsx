import { Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useFilters } from '@/shared/hooks/use-filters';
import { ListLoading } from '@/shared/ui/list-state';

const DoctorsTab = lazy(() => import('./doctors-tab').then((m) => ({ default: m.DoctorsTab })));
const DepartmentsTab = lazy(() =>
  import('./departments-tab').then((m) => ({ default: m.DepartmentsTab })),
);
const BranchesTab = lazy(() => import('./branches-tab').then((m) => ({ default: m.BranchesTab })));

const tabs = [
  { key: 'doctors', label: '医生', page: <DoctorsTab /> },
  { key: 'departments', label: '科室', page: <DepartmentsTab /> },
  { key: 'branches', label: '院区', page: <BranchesTab /> },
];

export function DirectoryPage() {
  const { filters, setFilters } = useFilters<'tab' | 'q' | 'department' | 'inactive'>();
  const current = tabs.find((tab) => tab.key === filters.tab) ?? tabs[0];
  return (
    <>
      <Tabs
        activeKey={current?.key ?? 'doctors'}
        items={tabs.map(({ key, label }) => ({ key, label }))}
        onChange={(tab) => setFilters({ tab, q: '', department: '', inactive: '' })}
      />
      <Suspense fallback={<ListLoading />}>{current?.page}</Suspense>
    </>
  );
}
