import { Alert, Button, Descriptions } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState, type ReactNode } from 'react';
import { useMay } from '@/features/shared/session';
import type { Answer } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import {
  actionWords,
  differenceWords,
  reconciliationTones,
  reconciliationWords,
} from '@/shared/format/clinic-day-labels';
import { formatDay, formatInstant } from '@/shared/format/date';
import { formatFen } from '@/shared/format/money';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { SettleDialog } from './settle-dialog';

type Day = Answer<'getReconciliation'>;
export type Row = Day['rows'][number];

/** One day's bill: totals of both sides, and every line that does not match. */
export function DayView({ date, views }: { date: string; views: ReactNode }) {
  const { setFilters } = useFilters<'date'>();
  const may = useMay();
  const day = useRead('getReconciliation', { params: { date } });
  const run = useWrite('runReconciliation', {
    refresh: ['getReconciliation', 'listReconciliations'],
    done: (answer) => (answer.open > 0 ? `还有 ${answer.open} 笔待处理` : '账平'),
  });
  const [settling, setSettling] = useState<Row | null>(null);
  return (
    <Page
      title={`对账 ${formatDay(date)}`}
      filters={views || undefined}
      actions={
        <>
          <Button onClick={() => setFilters({ date: '' })}>返回列表</Button>
          {may('finance.update') && (
            <Button loading={run.isPending} onClick={() => run.mutate({ params: { date } })}>
              重新取账单核对
            </Button>
          )}
        </>
      }
    >
      {day.error && !day.data ? (
        <ListError error={day.error} onRetry={() => void day.refetch()} />
      ) : !day.data ? (
        <ListLoading />
      ) : (
        <div className="stack">
          <Totals day={day.data} />
          <DataTable<Row>
            label="不符的明细"
            query={day}
            rows={day.data.rows}
            rowKey="id"
            columns={rowColumns(may('finance.update') ? setSettling : undefined)}
            empty={{ title: '没有不符的明细', hint: `核对一致 ${day.data.matched} 笔。` }}
          />
        </div>
      )}
      {settling && <SettleDialog row={settling} onClose={() => setSettling(null)} />}
    </Page>
  );
}

function Totals({ day }: { day: Day }) {
  const money = (count: number, fen: number): ReactNode => (
    <span className="num">
      {count} 笔 {formatFen(fen)}
    </span>
  );
  return (
    <section className="card stack" aria-label="合计">
      {day.error && <Alert type="warning" showIcon title={day.error} />}
      <Descriptions
        column={{ xs: 1, lg: 3 }}
        items={[
          {
            key: 'state',
            label: '结果',
            children: (
              <ToneTag tone={reconciliationTones[day.state]}>
                {reconciliationWords[day.state]}
              </ToneTag>
            ),
          },
          {
            key: 'theirs',
            label: '微信收款',
            children: money(day.providerPayments, day.providerPaidFen),
          },
          { key: 'ours', label: '我方收款', children: money(day.ourPayments, day.ourPaidFen) },
          { key: 'matched', label: '核对一致', children: `${day.matched} 笔` },
          {
            key: 'theirs-back',
            label: '微信退款',
            children: money(day.providerRefunds, day.providerRefundedFen),
          },
          {
            key: 'ours-back',
            label: '我方退款',
            children: money(day.ourRefunds, day.ourRefundedFen),
          },
        ]}
      />
    </section>
  );
}

const fenOrNone = (fen: number | null): string => (fen === null ? '没有' : formatFen(fen));

function rowColumns(settle: ((row: Row) => void) | undefined): TableColumnsType<Row> {
  return [
    {
      title: '差异',
      render: (_, row) => (
        <>
          {differenceWords[row.difference]}
          <div className="quiet">{row.subject === 'payment' ? '收款' : '退款'}</div>
        </>
      ),
    },
    {
      title: '单号',
      className: 'num',
      render: (_, row) => (
        <>
          {row.number || '—'}
          <div className="quiet">{row.providerNumber}</div>
        </>
      ),
    },
    {
      title: '微信',
      align: 'right',
      className: 'num',
      render: (_, row) => (
        <>
          {fenOrNone(row.providerFen)}
          <div className="quiet">{formatInstant(row.providerAt)}</div>
        </>
      ),
    },
    {
      title: '我方',
      align: 'right',
      className: 'num',
      render: (_, row) => (
        <>
          {fenOrNone(row.ourFen)}
          <div className="quiet">{formatInstant(row.ourAt)}</div>
        </>
      ),
    },
    {
      title: '处理',
      render: (_, row) =>
        row.action ? (
          <>
            {actionWords[row.action]}：{row.result || row.note}
            <div className="quiet">
              {row.settledBy} {formatInstant(row.settledAt)}
            </div>
          </>
        ) : settle && row.state !== 'settled' ? (
          <Button type="link" className="link-button" onClick={() => settle(row)}>
            处理
          </Button>
        ) : (
          '待处理'
        ),
    },
  ];
}
