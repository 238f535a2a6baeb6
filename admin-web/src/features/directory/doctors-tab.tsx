import { Form, Input, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useBranch } from '@/features/shared/branch';
import { useMay } from '@/features/shared/session';
import type { Body, Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { optionsOf, titleWords } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { ActiveField, ActiveTag } from '@/shared/ui/active-fields';
import { DataTable } from '@/shared/ui/data-table';
import { InactiveFilter } from '@/shared/ui/inactive-filter';
import { Page } from '@/shared/ui/page';
import { RecordDrawer, savedBy, type Editing } from '@/shared/ui/record-drawer';
import { nameColumn, NameField, NewButton } from '@/shared/ui/record-fields';
import { SearchField } from '@/shared/ui/search-field';
import { DepartmentPicker, ServicePicker } from '@/features/shared/pickers';

type Doctor = Item<'listDoctorsForStaff'>;
type Values = Body<'createDoctor'>;

export function DoctorsTab() {
  const { filters, setFilters } = useFilters<'q' | 'department' | 'inactive'>();
  const { branchId } = useBranch();
  const may = useMay();
  const [editing, setEditing] = useState<Editing<Doctor>>(null);
  const doctors = useRead(
    'listDoctorsForStaff',
    {
      query: {
        ...(branchId ? { branchId } : {}),
        ...(filters.department ? { departmentId: filters.department } : {}),
        ...(filters.q ? { q: filters.q } : {}),
        ...(filters.inactive ? { includeInactive: 'true' } : {}),
      },
    },
    { keepPrevious: true },
  );
  return (
    <Page
      title="医生"
      actions={may('directory.create') && <NewButton noun="医生" onNew={() => setEditing('new')} />}
      filters={
        <>
          <SearchField
            placeholder="医生姓名或拼音首字母"
            value={filters.q ?? ''}
            onChange={(q) => setFilters({ q })}
          />
          <DepartmentPicker
            value={filters.department}
            onChange={(department) => setFilters({ department })}
          />
          <InactiveFilter />
        </>
      }
    >
      <DataTable<Doctor>
        label="医生"
        query={doctors}
        rows={doctors.data?.items}
        rowKey="id"
        columns={columns(may('directory.update') ? setEditing : undefined)}
        empty={{ title: '没有符合条件的医生', hint: '可以换个关键字，或清除筛选。' }}
      />
      <DoctorForm editing={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}

function columns(edit: ((doctor: Doctor) => void) | undefined): TableColumnsType<Doctor> {
  return [
    nameColumn(edit, '姓名'),
    { title: '职称', render: (_, doctor) => titleWords[doctor.title] },
    { title: '科室', dataIndex: 'departmentName' },
    { title: '院区', dataIndex: 'branchName' },
    {
      title: '专长',
      dataIndex: 'specialty',
      width: 360,
      render: (specialty: string) => <span className="clip">{specialty || '—'}</span>,
    },
    { title: '状态', render: (_, doctor) => <ActiveTag isActive={doctor.isActive} /> },
  ];
}

interface FormProps {
  editing: Editing<Doctor>;
  onClose: () => void;
}

function DoctorForm({ editing, onClose }: FormProps) {
  const saved = savedBy(onClose, 'listDoctorsForStaff', 'listDepartmentsForStaff');
  const create = useWrite('createDoctor', saved);
  const update = useWrite('updateDoctor', saved);
  return (
    <RecordDrawer<Doctor, Values>
      noun="医生"
      editing={editing}
      onClose={onClose}
      fresh={{ isActive: true, diseaseWords: [] }}
      isSaving={create.isPending || update.isPending}
      onCreate={(body, refusable) => create.mutate({ body }, refusable)}
      onUpdate={({ id }, body, refusable) =>
        update.mutate({ params: { doctorId: id }, body }, refusable)
      }
    >
      <NameField label="姓名" />
      <Form.Item
        name="departmentId"
        label="科室"
        rules={[{ required: true, message: '请选择科室' }]}
      >
        <DepartmentPicker width="100%" placeholder="请选择科室" allowClear={false} />
      </Form.Item>
      <Form.Item name="title" label="职称" rules={[{ required: true, message: '请选择职称' }]}>
        <Select options={optionsOf(titleWords)} placeholder="请选择职称" />
      </Form.Item>
      <Form.Item
        name="defaultServiceId"
        label="默认挂号服务"
        extra="排班时先选中它，价格即挂号费。"
        getValueFromEvent={(value?: string) => value ?? null}
      >
        <ServicePicker allowClear />
      </Form.Item>
      <Form.Item name="specialty" label="专长">
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
      <Form.Item name="intro" label="简介">
        <Input.TextArea rows={5} maxLength={2000} showCount />
      </Form.Item>
      <Form.Item name="diseaseWords" label="病种关键词" extra="患者按病名查找时用，输入后回车。">
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '、']} />
      </Form.Item>
      <ActiveField hint="停用后不能再排班，患者也看不到；已有的预约不受影响。" />
    </RecordDrawer>
  );
}
