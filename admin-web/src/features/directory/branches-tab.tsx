import { Form, Input, InputNumber } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import type { Body, Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { ActiveField, ActiveTag } from '@/shared/ui/active-fields';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { RecordDrawer, savedBy, type Editing } from '@/shared/ui/record-drawer';
import { CodeField, nameColumn, NameField, NewButton } from '@/shared/ui/record-fields';

type Branch = Item<'listBranchesForStaff'>;
type Values = Body<'createBranch'>;

export function BranchesTab() {
  const may = useMay();
  const [editing, setEditing] = useState<Editing<Branch>>(null);
  const branches = useRead('listBranchesForStaff', {});
  return (
    <Page
      title="院区"
      actions={may('directory.create') && <NewButton noun="院区" onNew={() => setEditing('new')} />}
    >
      <DataTable<Branch>
        label="院区"
        query={branches}
        rows={branches.data?.items}
        rowKey="id"
        columns={columns(may('directory.update') ? setEditing : undefined)}
        empty={{ title: '还没有院区', hint: '先新增一个院区，再添加科室和医生。' }}
      />
      <BranchForm editing={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}

function columns(edit: ((one: Branch) => void) | undefined): TableColumnsType<Branch> {
  return [
    { title: '编码', dataIndex: 'code', className: 'num' },
    nameColumn(edit),
    { title: '地址', dataIndex: 'address' },
    { title: '电话', dataIndex: 'phone', className: 'num' },
    { title: '状态', render: (_, one) => <ActiveTag isActive={one.isActive} /> },
  ];
}

function BranchForm({ editing, onClose }: { editing: Editing<Branch>; onClose: () => void }) {
  const saved = savedBy(onClose, 'listBranchesForStaff');
  const create = useWrite('createBranch', saved);
  const update = useWrite('updateBranch', saved);
  return (
    <RecordDrawer<Branch, Values>
      noun="院区"
      editing={editing}
      onClose={onClose}
      fresh={{ isActive: true, latitude: null, longitude: null }}
      isSaving={create.isPending || update.isPending}
      onCreate={(body, refusable) => create.mutate({ body }, refusable)}
      onUpdate={({ id }, body, refusable) =>
        update.mutate({ params: { branchId: id }, body }, refusable)
      }
    >
      <NameField />
      <CodeField />
      <Form.Item
        name="address"
        label="地址"
        rules={[{ required: true, whitespace: true, message: '请填写地址' }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="phone" label="电话" rules={[{ required: true, message: '请填写电话' }]}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name="transport" label="交通">
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
      <div className="row">
        <Form.Item name="latitude" label="纬度">
          <InputNumber<number> min={-90} max={90} precision={6} style={{ width: 160 }} />
        </Form.Item>
        <Form.Item name="longitude" label="经度">
          <InputNumber<number> min={-180} max={180} precision={6} style={{ width: 160 }} />
        </Form.Item>
      </div>
      <ActiveField hint="停用后患者看不到这个院区；已有的预约不受影响。" />
    </RecordDrawer>
  );
}
