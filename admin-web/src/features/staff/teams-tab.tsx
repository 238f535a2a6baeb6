import { Button, Form, Input } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { BranchPicker } from '@/features/shared/pickers';
import { useMay } from '@/features/shared/session';
import type { Body, Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { ActiveField, ActiveTag } from '@/shared/ui/active-fields';
import { DataTable } from '@/shared/ui/data-table';
import { FormDrawer } from '@/shared/ui/form-drawer';
import { Page } from '@/shared/ui/page';
import { useRefusals } from '@/shared/ui/use-refusals';

type Team = Item<'listTeams'>;
type Values = Body<'createTeam'>;

export function TeamsTab() {
  const may = useMay();
  const [editing, setEditing] = useState<Team | 'new' | null>(null);
  const teams = useRead('listTeams', {});
  const branches = useRead('listBranchesForStaff', {}, { enabled: may('directory.display') });
  const branchName = (id: string | null): string =>
    branches.data?.items.find((branch) => branch.id === id)?.name ?? (id ? '—' : '全部院区');
  const mayEdit = may('staff.update');
  const columns: TableColumnsType<Team> = [
    {
      title: '名称',
      render: (_, team) =>
        mayEdit ? (
          <Button type="link" className="link-button" onClick={() => setEditing(team)}>
            {team.name}
          </Button>
        ) : (
          team.name
        ),
    },
    { title: '院区', render: (_, team) => branchName(team.branchId) },
    { title: '人数', dataIndex: 'members', align: 'right', className: 'num' },
    { title: '状态', render: (_, team) => <ActiveTag isActive={team.isActive} /> },
  ];
  return (
    <Page
      title="团队"
      note="主管能看到本团队的患者和任务。"
      actions={
        may('staff.create') && (
          <Button type="primary" data-main onClick={() => setEditing('new')}>
            新增团队
          </Button>
        )
      }
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

function TeamForm({ editing, onClose }: { editing: Team | 'new' | null; onClose: () => void }) {
  const { form, refuse } = useRefusals<Values>();
  const saved = {
    ownsErrors: true,
    refresh: ['listTeams' as const, 'listStaff' as const],
    done: '已保存',
    onDone: onClose,
  };
  const create = useWrite('createTeam', saved);
  const update = useWrite('updateTeam', saved);
  const team = editing === 'new' ? null : editing;
  const submit = (values: Values): void => {
    if (!team) return create.mutate({ body: values }, { onError: refuse });
    const body = { ...values, version: team.version };
    update.mutate({ params: { teamId: team.id }, body }, { onError: refuse });
  };
  return (
    <FormDrawer<Values>
      title={team ? `修改团队 ${team.name}` : '新增团队'}
      open={editing !== null}
      onClose={onClose}
      form={form}
      initial={team ?? { isActive: true }}
      isSaving={create.isPending || update.isPending}
      onSubmit={submit}
      width={440}
    >
      <Form.Item
        name="name"
        label="名称"
        rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
      >
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="branchId" label="院区" getValueFromEvent={(value?: string) => value ?? null}>
        <BranchPicker allowClear placeholder="全部院区" />
      </Form.Item>
      <ActiveField hint="停用后不能再加入成员。" />
    </FormDrawer>
  );
}
