import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { useClinicToday } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import {
  appealStateTones,
  appealStateWords,
  creditKindWords,
} from '@/shared/format/clinic-day-labels';
import { formatInstant, localDateOf } from '@/shared/format/date';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { AppealDrawer } from './appeal-drawer';

export type Appeal = Item<'listCreditAppeals'>;

export function AppealsView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'state' | 'open'>();
  const today = useClinicToday();
  const state = oneOf(appealStateWords, filters.state);
  const { query, rows } = usePages('listCreditAppeals', {
    query: { limit: 50, ...(state ? { state } : {}) },
  });
  const columns = useMemo(
    () => appealColumns((open) => setFilters({ open }), today),
    [setFilters, today],
  );
  return (
    <Page
      title="信用"
      note="爽约按就诊人记录，到期自动失效；医院停诊或取消的不计。"
      filters={
        <>
          {views}
          <Select
            aria-label="状态"
            allowClear
            placeholder="全部状态"
            style={{ width: 140 }}
            value={state ?? null}
            options={optionsOf(appealStateWords)}
            onChange={(next?: string | null) => setFilters({ state: next ?? '' })}
          />
        </>
      }
    >
      <DataTable<Appeal>
        label="申诉"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{ title: '没有申诉', hint: '患者对爽约记录有异议时，会出现在这里。' }}
      />
      <AppealDrawer appealId={filters.open} onClose={() => setFilters({ open: '' })} />
    </Page>
  );
}

function appealColumns(open: (id: string) => void, today: string): TableColumnsType<Appeal> {
  return [
    {
      title: '患者',
      render: (_, row) => (
        <Button type="link" className="link-button" onClick={() => open(row.id)}>
          {row.patientName}
        </Button>
      ),
    },
    { title: '记录', render: (_, row) => creditKindWords[row.event.kind] },
    { title: '就诊', render: (_, row) => row.event.visitText || '—' },
    { title: '申诉理由', render: (_, row) => <span className="clip">{row.text}</span> },
    { title: '材料', align: 'right', className: 'num', render: (_, row) => row.files.length },
    { title: '提交', className: 'num', render: (_, row) => formatInstant(row.createdAt) },
    {
      title: '最晚答复',
      className: 'num',
      render: (_, row) => {
        const isLate = row.state === 'open' && localDateOf(row.dueAt) < today;
        return (
          <span className={isLate ? 'danger-text' : undefined}>
            {formatInstant(row.dueAt)}
            {isLate && ' 已超时'}
          </span>
        );
      },
    },
    {
      title: '状态',
      render: (_, row) => (
        <ToneTag tone={appealStateTones[row.state]}>{appealStateWords[row.state]}</ToneTag>
      ),
    },
  ];
}
