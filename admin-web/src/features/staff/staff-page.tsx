import { Tabs } from 'antd';
import { Suspense } from 'react';
import { useMay } from '@/features/shared/session';
import { useFilters } from '@/shared/hooks/use-filters';
import { lazyPart } from '@/shared/ui/lazy-part';
import { ListLoading } from '@/shared/ui/list-state';

const PeopleTab = lazyPart(() => import('./people-tab'), 'PeopleTab');
const TeamsTab = lazyPart(() => import('./teams-tab'), 'TeamsTab');
const RolesTab = lazyPart(() => import('./roles-tab'), 'RolesTab');

export function StaffPage() {
  const { filters, setFilters } = useFilters<'tab' | 'q' | 'role' | 'team' | 'view'>();
  const may = useMay();
  const tabs = [
    { key: 'people', label: '员工', page: <PeopleTab /> },
    { key: 'teams', label: '团队', page: <TeamsTab /> },
    ...(may('role.display') ? [{ key: 'roles', label: '角色与权限', page: <RolesTab /> }] : []),
  ];
  const current = tabs.find((tab) => tab.key === filters.tab) ?? tabs[0];
  return (
    <>
      <Tabs
        activeKey={current?.key ?? 'people'}
        items={tabs.map(({ key, label }) => ({ key, label }))}
        onChange={(tab) => setFilters({ tab, q: '', role: '', team: '', view: '' })}
      />
      <Suspense fallback={<ListLoading />}>{current?.page}</Suspense>
    </>
  );
}
