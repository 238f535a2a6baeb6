import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, type ReactNode } from 'react';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { reconciliationTones, reconciliationWords } from '@/shared/format/clinic-day-labels';
import { formatDay, formatInstant } from '@/shared/format/date';
import { formatFen } from '@/shared/format/money';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { DayView } from './day-view';

type Day = Item<'listReconciliations'>;

export function ReconciliationView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'date'>();
  if (filters.date) return <DayView date={filters.date} views={views} />;
  return <DaysView views={views} onOpen={(date) => setFilters({ date })} />;
}

interface Props {
  views: ReactNode;
  onOpen: (date: string) => void;
}

function DaysView({ views, onOpen }: Props) {
  const { query, rows } = usePages('listReconciliations', { query: { limit: 31 } });
  const columns = useMemo(() => dayColumns(onOpen), [onOpen]);
  return (
    <Page
      title="对账"
      note="每天上午取微信支付昨天的账单，与我方逐笔核对。"
      filters={views || undefined}
    >
      <DataTable<Day>
        label="对账"
        query={query}
        rows={rows}
        rowKey="date"
        columns={columns}
        empty={{ title: '还没有对过账', hint: '第一份账单会在明天上午十点后取回。' }}
      />
    </Page>
  );
}

function dayColumns(open: (date: string) => void): TableColumnsType<Day> {
  return [
    {
      title: '日期',
      className: 'num',
      render: (_, row) => (
        <Button type="link" className="link-button" onClick={() => open(row.date)}>
          {formatDay(row.date)}
        </Button>
      ),
    },
    {
      title: '微信收款',
      align: 'right',
      className: 'num',
      render: (_, row) => `${row.providerPayments} 笔 ${formatFen(row.providerPaidFen)}`,
    },
    {
      title: '我方收款',
      align: 'right',
      className: 'num',
      render: (_, row) => `${row.ourPayments} 笔 ${formatFen(row.ourPaidFen)}`,
    },
    {
      title: '微信退款',
      align: 'right',
      className: 'num',
      render: (_, row) => `${row.providerRefunds} 笔 ${formatFen(row.providerRefundedFen)}`,
    },
    {
      title: '我方退款',
      align: 'right',
      className: 'num',
      render: (_, row) => `${row.ourRefunds} 笔 ${formatFen(row.ourRefundedFen)}`,
    },
    {
      title: '待处理',
      align: 'right',
      className: 'num',
      render: (_, row) => (
        <span className={row.open > 0 ? 'danger-text' : undefined}>{row.open}</span>
      ),
    },
    {
      title: '状态',
      render: (_, row) => (
        <ToneTag tone={reconciliationTones[row.state]}>{reconciliationWords[row.state]}</ToneTag>
      ),
    },
    { title: '核对时间', className: 'num', render: (_, row) => formatInstant(row.ranAt) },
  ];
}
