import { Button, Form, Input, InputNumber } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import type { Body, Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { ActiveField, ActiveTag } from '@/shared/ui/active-fields';
import { DataTable } from '@/shared/ui/data-table';
import { FormDrawer } from '@/shared/ui/form-drawer';
import { Page } from '@/shared/ui/page';
import { useRefusals } from '@/shared/ui/use-refusals';
import { codeRules } from '@/features/shared/code-rules';

type Branch = Item<'listBranchesForStaff'>;
type Values = Body<'createBranch'>;

export function BranchesTab() {
  const may = useMay();
  const [editing, setEditing] = useState<Branch | 'new' | null>(null);
  const branches = useRead('listBranchesForStaff', {});
  return (
    <Page
      title="院区"
      actions={
        may('directory.create') && (
          <Button type="primary" data-main onClick={() => setEditing('new')}>
            新增院区
          </Button>
        )
      }
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
    {
      title: '名称',
      dataIndex: 'name',
      render: (name: string, one) =>
        edit ? (
          <Button type="link" className="link-button" onClick={() => edit(one)}>
            {name}
          </Button>
        ) : (
          name
        ),
    },
    { title: '地址', dataIndex: 'address' },
    { title: '电话', dataIndex: 'phone', className: 'num' },
    { title: '状态', render: (_, one) => <ActiveTag isActive={one.isActive} /> },
  ];
}

function BranchForm({ editing, onClose }: { editing: Branch | 'new' | null; onClose: () => void }) {
  const { form, refuse } = useRefusals<Values>();
  const create = useWrite('createBranch', {
    ownsErrors: true,
    refresh: ['listBranchesForStaff'],
    done: '已保存',
    onDone: onClose,
  });
  const update = useWrite('updateBranch', {
    ownsErrors: true,
    refresh: ['listBranchesForStaff'],
    done: '已保存',
    onDone: onClose,
  });
  const branch = editing === 'new' ? null : editing;
  const submit = (values: Values): void => {
    if (branch) {
      const body = { ...values, version: branch.version };
      update.mutate({ params: { branchId: branch.id }, body }, { onError: refuse });
    } else {
      create.mutate({ body: values }, { onError: refuse });
    }
  };
  return (
    <FormDrawer<Values>
      title={branch ? `修改院区 ${branch.name}` : '新增院区'}
      open={editing !== null}
      onClose={onClose}
      form={form}
      initial={branch ?? { isActive: true, latitude: null, longitude: null }}
      isSaving={create.isPending || update.isPending}
      onSubmit={submit}
    >
      <Form.Item
        name="name"
        label="名称"
        rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
      >
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="code" label="编码" rules={codeRules}>
        <Input maxLength={20} />
      </Form.Item>
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
    </FormDrawer>
  );
}
