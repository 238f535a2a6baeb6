import { Tabs } from 'antd';
import { Suspense } from 'react';
import { useFilters } from '@/shared/hooks/use-filters';
import { lazyPart } from '@/shared/ui/lazy-part';
import { ListLoading } from '@/shared/ui/list-state';

const DoctorsTab = lazyPart(() => import('./doctors-tab'), 'DoctorsTab');
const DepartmentsTab = lazyPart(() => import('./departments-tab'), 'DepartmentsTab');
const BranchesTab = lazyPart(() => import('./branches-tab'), 'BranchesTab');

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
