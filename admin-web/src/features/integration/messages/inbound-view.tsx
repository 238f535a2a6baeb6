import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import {
  faultWords,
  inboundStateTones,
  inboundStateWords,
} from '@/shared/format/integration-labels';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { kindWords } from '../stream-words';
import { SystemPicker } from '../system-picker';
import { InboundDrawer } from './inbound-drawer';
import { RangeReplay, ReplayChosen } from './replay';

type Inbound = Item<'listInboundMessages'>;

/** What came in. The quarantine comes first: those wait for a person. */
export function InboundView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'system' | 'state' | 'fault' | 'open'>();
  const may = useMay();
  const [ticked, setTicked] = useState<string[]>([]);
  const state = oneOf(inboundStateWords, filters.state) ?? 'quarantined';
  const fault = oneOf(faultWords, filters.fault);
  const { query, rows } = usePages('listInboundMessages', {
    query: {
      limit: 50,
      state,
      ...(fault ? { fault } : {}),
      ...(filters.system ? { systemId: filters.system } : {}),
    },
  });
  const columns = useMemo(() => inboundColumns((open) => setFilters({ open })), [setFilters]);
  const mayUpdate = may('integration.update');
  const change = (next: Parameters<typeof setFilters>[0]): void => {
    setTicked([]);
    setFilters(next);
  };
  return (
    <Page
      title="系统对接"
      note="隔离的消息不会挡住后面的。处理好原因后重新收入，或写明原因放弃。"
      actions={mayUpdate && <RangeReplay systemId={filters.system} fault={fault} />}
      filters={
        <>
          {views}
          <Select
            aria-label="状态"
            style={{ width: 140 }}
            value={state}
            options={optionsOf(inboundStateWords)}
            onChange={(next: string) => change({ state: next === 'quarantined' ? '' : next })}
          />
          <Select
            aria-label="原因"
            allowClear
            placeholder="全部原因"
            style={{ width: 150 }}
            value={fault ?? null}
            options={optionsOf(faultWords)}
            onChange={(next?: string | null) => change({ fault: next ?? '' })}
          />
          <SystemPicker value={filters.system} onChange={(system) => change({ system })} />
          {ticked.length > 0 && <ReplayChosen ids={ticked} onDone={() => setTicked([])} />}
        </>
      }
    >
      <DataTable<Inbound>
        label="收到的消息"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        {...(mayUpdate
          ? {
              rowSelection: {
                selectedRowKeys: ticked,
                onChange: (keys) => setTicked(keys as string[]),
                getCheckboxProps: (row) => ({
                  'aria-label': `选择 ${kindWords(row.kind)} ${row.externalId}`,
                }),
              },
            }
          : {})}
        empty={
          state === 'quarantined'
            ? { title: '没有隔离的消息', hint: '收到的消息都已处理。' }
            : { title: '没有这样的消息' }
        }
      />
      <InboundDrawer inboundId={filters.open} onClose={() => setFilters({ open: '' })} />
    </Page>
  );
}

/** What could not be read goes by a digest of ours, which tells nobody anything. */
const shownId = (externalId: string): string =>
  externalId === '' || /\/[\w-]{43}$/.test(externalId) ? '—' : externalId;

const inboundColumns = (open: (id: string) => void): TableColumnsType<Inbound> => [
  {
    title: '收到',
    className: 'num',
    render: (_, row) => (
      <Button type="link" className="link-button" onClick={() => open(row.id)}>
        {formatInstant(row.receivedAt)}
      </Button>
    ),
  },
  { title: '系统', dataIndex: 'systemName' },
  { title: '内容', className: 'num', render: (_, row) => kindWords(row.kind) },
  { title: '对方编号', className: 'num', render: (_, row) => shownId(row.externalId) },
  {
    title: '原因',
    render: (_, row) =>
      row.fault === null ? (
        '—'
      ) : (
        <>
          {faultWords[row.fault]}
          {row.faultText && <div className="quiet clip">{row.faultText}</div>}
        </>
      ),
  },
  { title: '试过', className: 'num', render: (_, row) => `${row.attempts} 次` },
  {
    title: '状态',
    render: (_, row) => (
      <ToneTag tone={inboundStateTones[row.state]}>{inboundStateWords[row.state]}</ToneTag>
    ),
  },
];
