import { Form, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import type { Body, Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { useFilters } from '@/shared/hooks/use-filters';
import { ActiveField, ActiveTag } from '@/shared/ui/active-fields';
import { DataTable } from '@/shared/ui/data-table';
import { InactiveFilter } from '@/shared/ui/inactive-filter';
import { Page } from '@/shared/ui/page';
import { RecordDrawer, savedBy, type Editing } from '@/shared/ui/record-drawer';
import { CodeField, nameColumn, NameField, NewButton } from '@/shared/ui/record-fields';
import { YuanInput } from '@/shared/ui/yuan-input';

type Service = Item<'listServices'>;
type Values = Body<'createService'>;

const kindWords: Record<Service['kind'], string> = {
  registration: '挂号',
  examination: '检查',
  treatment: '治疗',
  other: '其他',
};

export function PricesPage() {
  const { filters, setFilters } = useFilters<'kind' | 'inactive'>();
  const may = useMay();
  const [editing, setEditing] = useState<Editing<Service>>(null);
  const services = useRead('listServices', {
    query: filters.inactive ? { includeInactive: 'true' } : {},
  });
  const kind = oneOf(kindWords, filters.kind);
  return (
    <Page
      title="价目"
      note="改价只影响以后的排班，已排好的班仍按原价收费。"
      actions={may('directory.create') && <NewButton noun="服务" onNew={() => setEditing('new')} />}
      filters={
        <>
          <Select
            aria-label="类别"
            allowClear
            placeholder="全部类别"
            style={{ width: 140 }}
            value={kind ?? null}
            options={optionsOf(kindWords)}
            onChange={(next?: string) => setFilters({ kind: next })}
          />
          <InactiveFilter />
        </>
      }
    >
      <DataTable<Service>
        label="价目"
        query={services}
        rows={services.data?.items.filter((one) => kind === undefined || one.kind === kind)}
        rowKey="id"
        columns={columns(may('directory.update') ? setEditing : undefined)}
        empty={{ title: '没有符合条件的服务', hint: '可以清除筛选，或新增服务。' }}
      />
      <ServiceForm editing={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}

function columns(edit: ((one: Service) => void) | undefined): TableColumnsType<Service> {
  return [
    { title: '编码', dataIndex: 'code', className: 'num' },
    nameColumn(edit),
    { title: '类别', render: (_, one) => kindWords[one.kind] },
    {
      title: '价格',
      dataIndex: 'priceFen',
      align: 'right',
      className: 'num',
      render: (fen: number) => formatFen(fen),
    },
    { title: '状态', render: (_, one) => <ActiveTag isActive={one.isActive} /> },
  ];
}

function ServiceForm({ editing, onClose }: { editing: Editing<Service>; onClose: () => void }) {
  const saved = savedBy(onClose, 'listServices');
  const create = useWrite('createService', saved);
  const update = useWrite('updateService', saved);
  return (
    <RecordDrawer<Service, Values>
      noun="服务"
      editing={editing}
      onClose={onClose}
      fresh={{ isActive: true, kind: 'registration' }}
      isSaving={create.isPending || update.isPending}
      onCreate={(body, refusable) => create.mutate({ body }, refusable)}
      onUpdate={({ id }, body, refusable) =>
        update.mutate({ params: { serviceId: id }, body }, refusable)
      }
      width={440}
    >
      <NameField />
      <CodeField />
      <Form.Item name="kind" label="类别" rules={[{ required: true, message: '请选择类别' }]}>
        <Select options={optionsOf(kindWords)} />
      </Form.Item>
      <Form.Item name="priceFen" label="价格" rules={[{ required: true, message: '请填写价格' }]}>
        <YuanInput />
      </Form.Item>
      <ActiveField hint="停用后不能用于新的排班；已有的排班不受影响。" />
    </RecordDrawer>
  );
}
