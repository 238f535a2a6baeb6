import { Form, Input, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useBranch } from '@/features/shared/branch';
import { useMay } from '@/features/shared/session';
import type { Body, Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { useFilters } from '@/shared/hooks/use-filters';
import { ActiveField, ActiveTag } from '@/shared/ui/active-fields';
import { DataTable } from '@/shared/ui/data-table';
import { InactiveFilter } from '@/shared/ui/inactive-filter';
import { Page } from '@/shared/ui/page';
import { RecordDrawer, savedBy, type Editing } from '@/shared/ui/record-drawer';
import { CodeField, nameColumn, NameField, NewButton } from '@/shared/ui/record-fields';
import { SearchField } from '@/shared/ui/search-field';
import { BranchPicker } from '@/features/shared/pickers';

type Department = Item<'listDepartmentsForStaff'>;
type Values = Body<'createDepartment'>;

export function DepartmentsTab() {
  const { filters, setFilters } = useFilters<'q' | 'inactive'>();
  const { branchId } = useBranch();
  const may = useMay();
  const [editing, setEditing] = useState<Editing<Department>>(null);
  const departments = useRead('listDepartmentsForStaff', {
    query: {
      ...(branchId ? { branchId } : {}),
      ...(filters.inactive ? { includeInactive: 'true' } : {}),
    },
  });
  const wanted = filters.q ?? '';
  const rows = departments.data?.items.filter((one) =>
    [one.name, one.code, one.group, ...one.diseaseWords].some((word) => word.includes(wanted)),
  );
  return (
    <Page
      title="科室"
      actions={may('directory.create') && <NewButton noun="科室" onNew={() => setEditing('new')} />}
      filters={
        <>
          <SearchField
            placeholder="科室名称、编码或病种"
            value={wanted}
            onChange={(q) => setFilters({ q })}
          />
          <InactiveFilter />
        </>
      }
    >
      <DataTable<Department>
        label="科室"
        query={departments}
        rows={rows}
        rowKey="id"
        columns={columns(may('directory.update') ? setEditing : undefined)}
        empty={{ title: '没有符合条件的科室', hint: '可以换个关键字，或清除筛选。' }}
      />
      <DepartmentForm
        editing={editing}
        onClose={() => setEditing(null)}
        branchId={branchId}
        groups={[...new Set((departments.data?.items ?? []).map((one) => one.group))]}
      />
    </Page>
  );
}

function columns(edit: ((one: Department) => void) | undefined): TableColumnsType<Department> {
  return [
    { title: '编码', dataIndex: 'code', className: 'num' },
    nameColumn(edit),
    { title: '分组', dataIndex: 'group' },
    { title: '院区', dataIndex: 'branchName' },
    { title: '位置', dataIndex: 'location', render: (at: string) => at || '—' },
    { title: '医生', dataIndex: 'doctors', align: 'right', className: 'num' },
    { title: '状态', render: (_, one) => <ActiveTag isActive={one.isActive} /> },
  ];
}

interface FormProps {
  editing: Editing<Department>;
  onClose: () => void;
  branchId: string | undefined;
  groups: string[];
}

function DepartmentForm({ editing, onClose, branchId, groups }: FormProps) {
  const create = useWrite('createDepartment', savedBy(onClose, 'listDepartmentsForStaff'));
  const update = useWrite(
    'updateDepartment',
    savedBy(onClose, 'listDepartmentsForStaff', 'listDoctorsForStaff'),
  );
  const fresh: Partial<Values> = { isActive: true, diseaseWords: [] };
  if (branchId !== undefined) fresh.branchId = branchId;
  return (
    <RecordDrawer<Department, Values>
      noun="科室"
      editing={editing}
      onClose={onClose}
      fresh={fresh}
      isSaving={create.isPending || update.isPending}
      onCreate={(body, refusable) => create.mutate({ body }, refusable)}
      onUpdate={({ id }, body, refusable) =>
        update.mutate({ params: { departmentId: id }, body }, refusable)
      }
    >
      <Form.Item name="branchId" label="院区" rules={[{ required: true, message: '请选择院区' }]}>
        <BranchPicker />
      </Form.Item>
      <NameField />
      <CodeField />
      <Form.Item
        name="group"
        label="分组"
        extra={groups.length > 0 ? `已有：${groups.join('、')}` : undefined}
        rules={[{ required: true, whitespace: true, message: '请填写分组，如 内科' }]}
      >
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name="location" label="位置">
        <Input maxLength={100} placeholder="如 门诊楼 3 层 B 区" />
      </Form.Item>
      <Form.Item name="intro" label="简介">
        <Input.TextArea rows={4} maxLength={1000} showCount />
      </Form.Item>
      <Form.Item name="diseaseWords" label="病种关键词" extra="患者按病名查找时用，输入后回车。">
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '、']} />
      </Form.Item>
      <ActiveField hint="停用后患者看不到这个科室；已有的预约不受影响。" />
    </RecordDrawer>
  );
}
