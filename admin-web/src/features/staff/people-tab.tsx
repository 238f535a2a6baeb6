import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useBranch } from '@/features/shared/branch';
import { useMay } from '@/features/shared/session';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { oneOf, optionsOf, roleWords } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { ActiveTag } from '@/shared/ui/active-fields';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import type { Editing } from '@/shared/ui/record-drawer';
import { nameColumn, NewButton } from '@/shared/ui/record-fields';
import { SearchField } from '@/shared/ui/search-field';
import { ToneTag } from '@/shared/ui/tone-tag';
import { ResetPasswordDialog } from './reset-password-dialog';
import { StaffForm, type StaffMember } from './staff-form';
import { TeamPicker } from './team-picker';

export function PeopleTab() {
  const { filters, setFilters } = useFilters<'q' | 'role' | 'team'>();
  const { branchId } = useBranch();
  const may = useMay();
  const [editing, setEditing] = useState<Editing<StaffMember>>(null);
  const [resetting, setResetting] = useState<StaffMember | null>(null);
  const role = oneOf(roleWords, filters.role);
  const { query, rows } = usePages('listStaff', {
    query: {
      ...(branchId ? { branchId } : {}),
      ...(filters.q ? { q: filters.q } : {}),
      ...(filters.team ? { teamId: filters.team } : {}),
      ...(role ? { role } : {}),
    },
  });
  return (
    <Page
      title="员工"
      actions={may('staff.create') && <NewButton noun="员工" onNew={() => setEditing('new')} />}
      filters={
        <>
          <SearchField
            placeholder="员工姓名或用户名"
            value={filters.q ?? ''}
            onChange={(q) => setFilters({ q })}
          />
          <Select
            aria-label="角色"
            allowClear
            placeholder="全部角色"
            style={{ width: 160 }}
            value={role ?? null}
            options={optionsOf(roleWords)}
            onChange={(next?: string) => setFilters({ role: next })}
          />
          <TeamPicker
            placeholder="全部团队"
            width={160}
            value={filters.team}
            onChange={(team) => setFilters({ team })}
          />
        </>
      }
    >
      <DataTable<StaffMember>
        label="员工"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns(
          may('staff.update') ? { edit: setEditing, reset: setResetting } : undefined,
        )}
        empty={{ title: '没有符合条件的员工', hint: '可以换个关键字，或清除筛选。' }}
      />
      <StaffForm editing={editing} onClose={() => setEditing(null)} />
      {resetting && <ResetPasswordDialog member={resetting} onClose={() => setResetting(null)} />}
    </Page>
  );
}

interface Actions {
  edit: (member: StaffMember) => void;
  reset: (member: StaffMember) => void;
}

function columns(actions: Actions | undefined): TableColumnsType<StaffMember> {
  return [
    nameColumn(actions?.edit, '姓名'),
    { title: '用户名', dataIndex: 'username' },
    { title: '手机', className: 'num', render: (_, member) => member.phoneMasked || '—' },
    {
      title: '角色',
      render: (_, member) => member.roles.map((role) => roleWords[role]).join('、'),
    },
    { title: '院区', render: (_, member) => member.branchName ?? '全部' },
    { title: '科室', render: (_, member) => member.departmentName ?? '—' },
    { title: '团队', render: (_, member) => member.teamName ?? '—' },
    {
      title: '最近登录',
      className: 'num',
      render: (_, member) => formatInstant(member.lastSignInAt),
    },
    {
      title: '状态',
      render: (_, member) => (
        <span className="row" style={{ gap: 4, flexWrap: 'nowrap' }}>
          <ActiveTag isActive={member.isActive} />
          {member.isLocked && <ToneTag tone="danger">已锁定</ToneTag>}
          {member.isTotpEnabled && <ToneTag tone="info">两步验证</ToneTag>}
        </span>
      ),
    },
    ...(actions
      ? [
          {
            title: '操作',
            render: (_: unknown, member: StaffMember) => (
              <Button type="link" className="link-button" onClick={() => actions.reset(member)}>
                重置密码
              </Button>
            ),
          },
        ]
      : []),
  ];
}
