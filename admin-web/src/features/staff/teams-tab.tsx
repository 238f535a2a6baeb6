import { Form } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { BranchPicker } from '@/features/shared/pickers';
import { useMay } from '@/features/shared/session';
import type { Body, Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { ActiveField, ActiveTag } from '@/shared/ui/active-fields';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { RecordDrawer, savedBy, type Editing } from '@/shared/ui/record-drawer';
import { nameColumn, NameField, NewButton } from '@/shared/ui/record-fields';

type Team = Item<'listTeams'>;
type Values = Body<'createTeam'>;

export function TeamsTab() {
  const may = useMay();
  const [editing, setEditing] = useState<Editing<Team>>(null);
  const teams = useRead('listTeams', {});
  const branches = useRead('listBranchesForStaff', {}, { enabled: may('directory.display') });
  const branchName = (id: string | null): string =>
    branches.data?.items.find((branch) => branch.id === id)?.name ?? (id ? '—' : '全部院区');
  const columns: TableColumnsType<Team> = [
    nameColumn<Team>(may('staff.update') ? setEditing : undefined),
    { title: '院区', render: (_, team) => branchName(team.branchId) },
    { title: '人数', dataIndex: 'members', align: 'right', className: 'num' },
    { title: '状态', render: (_, team) => <ActiveTag isActive={team.isActive} /> },
  ];
  return (
    <Page
      title="团队"
      note="主管能看到本团队的患者和任务。"
      actions={may('staff.create') && <NewButton noun="团队" onNew={() => setEditing('new')} />}
    >
      <DataTable<Team>
        label="团队"
        query={teams}
        rows={teams.data?.items}
        rowKey="id"
        columns={columns}
        empty={{ title: '还没有团队', hint: '新增团队后，可在员工资料里选择。' }}
      />
      <TeamForm editing={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}

function TeamForm({ editing, onClose }: { editing: Editing<Team>; onClose: () => void }) {
  const saved = savedBy(onClose, 'listTeams', 'listStaff');
  const create = useWrite('createTeam', saved);
  const update = useWrite('updateTeam', saved);
  return (
    <RecordDrawer<Team, Values>
      noun="团队"
      editing={editing}
      onClose={onClose}
      fresh={{ isActive: true }}
      isSaving={create.isPending || update.isPending}
      onCreate={(body, refusable) => create.mutate({ body }, refusable)}
      onUpdate={({ id }, body, refusable) =>
        update.mutate({ params: { teamId: id }, body }, refusable)
      }
      width={440}
    >
      <NameField />
      <Form.Item name="branchId" label="院区" getValueFromEvent={(value?: string) => value ?? null}>
        <BranchPicker allowClear placeholder="全部院区" />
      </Form.Item>
      <ActiveField hint="停用后不能再加入成员。" />
    </RecordDrawer>
  );
}
