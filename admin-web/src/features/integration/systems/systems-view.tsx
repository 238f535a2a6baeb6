import { Button, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useMay } from '@/features/shared/session';
import type { Answer, Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import {
  adapterWords,
  numberSourceWords,
  systemKindWords,
} from '@/shared/format/integration-labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { ActiveTag } from '@/shared/ui/active-fields';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import type { Editing } from '@/shared/ui/record-drawer';
import { nameColumn, NewButton } from '@/shared/ui/record-fields';
import { ToneTag } from '@/shared/ui/tone-tag';
import { MappingDrawer } from './mapping-drawer';
import { SystemDrawer } from './system-drawer';
import { TestButton } from './test-button';

export type System = Item<'listExternalSystems'>;
type NumberSource = Answer<'listExternalSystems'>['numberSources'][number];

/** Which systems are connected and how each is reached. */
export function SystemsView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'mapping' | 'from' | 'to'>();
  const may = useMay();
  const mayUpdate = may('integration.update');
  const [editing, setEditing] = useState<Editing<System>>(null);
  const systems = useRead('listExternalSystems', {});
  const columns = useMemo(
    () => systemColumns(mayUpdate, setEditing, (mapping) => setFilters({ mapping })),
    [mayUpdate, setFilters],
  );
  return (
    <Page
      title="系统对接"
      note="每个院区的 HIS、LIS、PACS 各接一次。编码用来区分各系统的编号，建立后不能改。"
      actions={mayUpdate && <NewButton noun="系统" onNew={() => setEditing('new')} />}
      filters={views}
    >
      <DataTable<System>
        label="系统"
        query={systems}
        rows={systems.data?.items}
        rowKey="id"
        columns={columns}
        empty={{ title: '还没有接入系统', hint: '新增一个，填写地址后先测试连接。' }}
      />
      {(systems.data?.numberSources.length ?? 0) > 0 && (
        <NumberSources rows={systems.data?.numberSources ?? []} />
      )}
      <SystemDrawer editing={editing} onClose={() => setEditing(null)} />
      <MappingDrawer
        system={systems.data?.items.find((one) => one.id === filters.mapping)}
        onClose={() => setFilters({ mapping: '', from: '', to: '' })}
      />
    </Page>
  );
}

function systemColumns(
  mayUpdate: boolean,
  edit: (row: System) => void,
  openMapping: (id: string) => void,
): TableColumnsType<System> {
  return [
    nameColumn<System>(mayUpdate ? edit : undefined),
    { title: '编码', className: 'num', dataIndex: 'code' },
    { title: '院区', dataIndex: 'branchName' },
    { title: '类别', render: (_, row) => systemKindWords[row.kind] },
    {
      title: '接入方式',
      render: (_, row) => (
        <>
          {adapterWords[row.adapter]}
          <div className="quiet num">{reachWords(row)}</div>
        </>
      ),
    },
    {
      title: '状态',
      render: (_, row) => (
        <span className="row" style={{ gap: 6 }}>
          <ActiveTag isActive={row.isEnabled} />
          {row.pausedAt && <ToneTag tone="warn">已暂停</ToneTag>}
        </span>
      ),
    },
    {
      title: '操作',
      render: (_, row) => (
        <span className="row" style={{ gap: 12, flexWrap: 'nowrap' }}>
          {mayUpdate && <TestButton system={row} />}
          <Button type="link" className="link-button" onClick={() => openMapping(row.id)}>
            收入报告
          </Button>
        </span>
      ),
    },
  ];
}

/** Where it is; secrets are never read back. */
function reachWords({ config }: System): string {
  switch (config.adapter) {
    case 'fhir':
      return config.baseUrl;
    case 'hl7':
      return [
        config.listenPort === null ? '' : `收 端口 ${config.listenPort}`,
        config.host && config.port !== null ? `发 ${config.host}:${config.port}` : '',
      ]
        .filter(Boolean)
        .join('，');
    case 'views':
      return '连接串已保存';
  }
}

function NumberSources({ rows }: { rows: NumberSource[] }) {
  return (
    <section className="card table-card" aria-label="号源">
      <Table<NumberSource>
        size="small"
        aria-label="各院区的号源由谁管理"
        rowKey="branchId"
        pagination={false}
        dataSource={rows}
        columns={[
          { title: '院区', dataIndex: 'branchName' },
          {
            title: '号源由谁管理',
            render: (_, row) =>
              row.owner === 'his'
                ? `${numberSourceWords.his}：先锁号，支付后再确认`
                : `${numberSourceWords.portal}：在本系统排班放号`,
          },
        ]}
        footer={() => <span className="quiet">在“设置”的系统对接一组里更改。</span>}
      />
    </section>
  );
}
