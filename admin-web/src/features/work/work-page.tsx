import { Link } from '@tanstack/react-router';
import { Button, Segmented, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useBranch } from '@/features/shared/branch';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { workKindWords, workStateTones, workStateWords } from '@/shared/format/clinic-day-labels';
import { formatMoment } from '@/shared/format/date';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { WorkDrawer } from './work-drawer';

export type WorkItem = Item<'listWorkItems'>;
type Filter = 'view' | 'kind' | 'open';

/** The ways people look at their work; each is one question to the server. */
const views = {
  todo: { label: '待处理', query: { state: 'open' } },
  mine: { label: '我的', query: { state: 'claimed', isMine: 'true' } },
  overdue: { label: '已超时', query: { isOverdue: 'true' } },
  done: { label: '已完成', query: { state: 'done' } },
} as const;
type View = keyof typeof views;

export function WorkPage() {
  const { filters, setFilters } = useFilters<Filter>();
  const { branchId } = useBranch();
  const may = useMay();
  const view: View = filters.view && filters.view in views ? (filters.view as View) : 'todo';
  const kind = oneOf(workKindWords, filters.kind);
  const { query, rows } = usePages('listWorkItems', {
    query: {
      limit: 50,
      ...views[view].query,
      ...(branchId ? { branchId } : {}),
      ...(kind ? { kind } : {}),
    },
  });
  const columns = useMemo(
    () => workColumns((open) => setFilters({ open }), may('patient.display')),
    [setFilters, may],
  );
  return (
    <Page
      title="待办"
      note="需要人来做的事：没有通知到的停诊患者、体征预警、对账差异等。先领取再处理，避免两个人做同一件事。"
      filters={
        <>
          <Segmented<View>
            aria-label="范围"
            value={view}
            onChange={(next) => setFilters({ view: next === 'todo' ? '' : next })}
            options={Object.entries(views).map(([value, { label }]) => ({
              value: value as View,
              label,
            }))}
          />
          <Select
            aria-label="类型"
            allowClear
            placeholder="全部类型"
            style={{ width: 140 }}
            value={kind ?? null}
            options={optionsOf(workKindWords)}
            onChange={(next?: string | null) => setFilters({ kind: next ?? '' })}
          />
        </>
      }
    >
      <DataTable<WorkItem>
        label="待办"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{ title: '没有要做的事', hint: '新的待办会自动出现在这里。' }}
      />
      <WorkDrawer
        item={rows?.find((row) => row.id === filters.open)}
        onClose={() => setFilters({ open: '' })}
      />
    </Page>
  );
}

function workColumns(
  open: (id: string) => void,
  mayOpenPatient: boolean,
): TableColumnsType<WorkItem> {
  return [
    {
      title: '事项',
      render: (_, row) => (
        <Button type="link" className="link-button" onClick={() => open(row.id)}>
          {row.title}
        </Button>
      ),
    },
    { title: '类型', render: (_, row) => workKindWords[row.kind] },
    {
      title: '患者',
      render: (_, row) => {
        if (row.patientId === null || row.patientName === null) return '—';
        if (!mayOpenPatient) return row.patientName;
        return (
          <Link to="/patients/$patientId" params={{ patientId: row.patientId }}>
            {row.patientName}
          </Link>
        );
      },
    },
    { title: '手机', className: 'num', render: (_, row) => row.phoneMasked ?? '—' },
    {
      title: '最晚',
      className: 'num',
      render: (_, row) => (
        <span className={row.isOverdue ? 'danger-text' : undefined}>
          {formatMoment(row.dueAt)} {row.isOverdue && '已超时'}
        </span>
      ),
    },
    {
      title: '未接通',
      align: 'right',
      className: 'num',
      render: (_, row) => (row.kind === 'call' ? row.attempts : '—'),
    },
    { title: '谁在做', render: (_, row) => row.claimedBy ?? '—' },
    {
      title: '状态',
      render: (_, row) => (
        <ToneTag tone={workStateTones[row.state]}>{workStateWords[row.state]}</ToneTag>
      ),
    },
  ];
}
