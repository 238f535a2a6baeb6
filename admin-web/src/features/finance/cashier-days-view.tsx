import { DatePicker } from 'antd';
import type { TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useBranch } from '@/features/shared/branch';
import { useClinicToday } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { addDays, formatDay, formatInstant } from '@/shared/format/date';
import { formatFen } from '@/shared/format/money';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';

type Day = Item<'listCashierDays'>;

export function CashierDaysView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'from' | 'to'>();
  const today = useClinicToday();
  const { branchId } = useBranch();
  const to = filters.to ?? today;
  const from = filters.from ?? addDays(to, -6);
  const days = useRead('listCashierDays', {
    query: { from, to, ...(branchId ? { branchId } : {}) },
  });
  return (
    <Page
      title="收费日结汇总"
      filters={
        <>
          {views}
          <DatePicker.RangePicker
            aria-label="日期"
            allowClear={false}
            value={[dayjs(from), dayjs(to)]}
            onChange={(dates) =>
              setFilters({
                from: dates?.[0]?.format('YYYY-MM-DD'),
                to: dates?.[1]?.format('YYYY-MM-DD'),
              })
            }
          />
        </>
      }
    >
      <DataTable<Day>
        label="日结"
        query={days}
        rows={days.data?.items}
        rowKey={(row) => `${row.date}-${row.staffId}`}
        columns={columns}
        empty={{ title: '这段时间没有日结', hint: '收费员日结后会出现在这里。' }}
      />
    </Page>
  );
}

const total = (day: Day, pick: (line: Day['lines'][number]) => number): string =>
  formatFen(day.lines.reduce((sum, line) => sum + pick(line), 0));

const columns: TableColumnsType<Day> = [
  { title: '日期', className: 'num', render: (_, row) => formatDay(row.date) },
  { title: '收费员', dataIndex: 'staffName' },
  {
    title: '收费',
    align: 'right',
    className: 'num',
    render: (_, row) => total(row, (line) => line.paidFen),
  },
  {
    title: '退费',
    align: 'right',
    className: 'num',
    render: (_, row) => total(row, (line) => line.refundedFen),
  },
  {
    title: '应有现金',
    align: 'right',
    className: 'num',
    render: (_, row) => formatFen(row.expectedCashFen),
  },
  {
    title: '清点',
    align: 'right',
    className: 'num',
    render: (_, row) => (row.countedCashFen === null ? '—' : formatFen(row.countedCashFen)),
  },
  {
    title: '差额',
    align: 'right',
    className: 'num',
    render: (_, row) => {
      const fen = row.differenceFen ?? 0;
      if (fen === 0) return '无';
      return (
        <span className="danger-text">
          {fen > 0 ? `多 ${formatFen(fen)}` : `少 ${formatFen(-fen)}`}
        </span>
      );
    },
  },
  { title: '说明', render: (_, row) => row.note || '—' },
  { title: '日结时间', className: 'num', render: (_, row) => formatInstant(row.closedAt) },
];
