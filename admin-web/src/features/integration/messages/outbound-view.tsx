import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages, useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import {
  outboundKindWords,
  outboundStateTones,
  outboundStateWords,
} from '@/shared/format/integration-labels';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { SystemPicker } from '../system-picker';

type Outbound = Item<'listOutboundMessages'>;

/** What goes out; what the other side refused can be sent again. */
export function OutboundView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'system' | 'state'>();
  const may = useMay();
  const [ticked, setTicked] = useState<string[]>([]);
  const state = oneOf(outboundStateWords, filters.state);
  const { query, rows } = usePages('listOutboundMessages', {
    query: {
      limit: 50,
      ...(state ? { state } : {}),
      ...(filters.system ? { systemId: filters.system } : {}),
    },
  });
  const replay = useWrite('replayOutboundMessages', {
    refresh: ['listOutboundMessages', 'getSyncBoard'],
    done: ({ queued }) => `${queued} 条已重新排队`,
    onDone: () => setTicked([]),
  });
  const change = (next: Parameters<typeof setFilters>[0]): void => {
    setTicked([]);
    setFilters(next);
  };
  return (
    <Page
      title="系统对接"
      note="登记、预约、退号和签到会在一分钟内发给医院系统。没有回应的先查询对方再决定是否重发。"
      filters={
        <>
          {views}
          <Select
            aria-label="状态"
            allowClear
            placeholder="全部状态"
            style={{ width: 180 }}
            value={state ?? null}
            options={optionsOf(outboundStateWords)}
            onChange={(next?: string | null) => change({ state: next ?? '' })}
          />
          <SystemPicker value={filters.system} onChange={(system) => change({ system })} />
          {ticked.length > 0 && (
            <Button
              type="primary"
              loading={replay.isPending}
              onClick={() => replay.mutate({ body: { ids: ticked } })}
            >
              重发所选 {ticked.length} 条
            </Button>
          )}
        </>
      }
    >
      <DataTable<Outbound>
        label="发出的消息"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        {...(may('integration.update')
          ? {
              rowSelection: {
                selectedRowKeys: ticked,
                onChange: (keys) => setTicked(keys as string[]),
                getCheckboxProps: (row) => ({
                  disabled: row.state !== 'refused',
                  'aria-label': `选择 ${outboundKindWords[row.kind]} ${formatInstant(row.createdAt)}`,
                }),
              },
            }
          : {})}
        empty={{ title: '没有这样的消息', hint: '可以换一个状态或系统。' }}
      />
    </Page>
  );
}

const columns: TableColumnsType<Outbound> = [
  { title: '时间', className: 'num', render: (_, row) => formatInstant(row.createdAt) },
  { title: '系统', dataIndex: 'systemName' },
  { title: '内容', render: (_, row) => outboundKindWords[row.kind] },
  {
    title: '状态',
    render: (_, row) => (
      <ToneTag tone={outboundStateTones[row.state]}>{outboundStateWords[row.state]}</ToneTag>
    ),
  },
  { title: '试过', className: 'num', render: (_, row) => `${row.attempts} 次` },
  { title: '下次', className: 'num', render: (_, row) => formatInstant(row.nextAt) },
  { title: '对方确认', className: 'num', render: (_, row) => formatInstant(row.acknowledgedAt) },
  { title: '最近的错误', render: (_, row) => <span className="clip">{row.lastError || '—'}</span> },
];
