import { Link } from '@tanstack/react-router';
import { InputNumber, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import type { BookingPatternKind } from '@suizhen/contract/wire';
import type { ReactNode } from 'react';
import type { Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';

type Pattern = Item<'listBookingPatterns'>;

const kindWords: Record<BookingPatternKind, string> = {
  'repeat-cancellers': '反复预约又取消',
  'many-patients-one-account': '一个账号约多位就诊人',
  'many-accounts-one-device': '一台设备登录多个账号',
  'no-show-series': '连续爽约',
};

const notes: Record<BookingPatternKind, string> = {
  'repeat-cancellers': '约了又退，可能在占号。先了解原因，再决定是否处理。',
  'many-patients-one-account': '为很多人挂号，可能是照顾家人，也可能是号贩子。',
  'many-accounts-one-device': '同一台设备登录多个账号。社区代办点也会这样。',
  'no-show-series': '多次约了没来，适合提前电话提醒。',
};

export function PatternsView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'kind' | 'days'>();
  const kind = oneOf(kindWords, filters.kind) ?? 'repeat-cancellers';
  const days = Number(filters.days) || 90;
  const patterns = useRead('listBookingPatterns', { query: { kind, days } });
  return (
    <Page
      title="信用"
      note={notes[kind]}
      filters={
        <>
          {views}
          <Select<BookingPatternKind>
            aria-label="行为"
            style={{ width: 200 }}
            value={kind}
            options={optionsOf(kindWords)}
            onChange={(next) => setFilters({ kind: next })}
          />
          <span>
            最近{' '}
            <InputNumber<number>
              aria-label="天数"
              min={7}
              max={365}
              value={days}
              onChange={(next) => next !== null && setFilters({ days: String(next) })}
              style={{ width: 72 }}
            />{' '}
            天
          </span>
        </>
      }
    >
      <DataTable<Pattern>
        label="预约行为"
        query={patterns}
        rows={patterns.data?.items}
        rowKey={(row) => `${row.subject}-${row.patientId ?? ''}`}
        columns={columns}
        empty={{ title: '没有发现这种行为', hint: '可以放宽天数再看。' }}
      />
    </Page>
  );
}

const columns: TableColumnsType<Pattern> = [
  {
    title: '对象',
    render: (_, row) =>
      row.patientId ? (
        <Link to="/patients/$patientId" params={{ patientId: row.patientId }}>
          {row.subject}
        </Link>
      ) : (
        <span className="num">{row.subject}</span>
      ),
  },
  { title: '就诊人', dataIndex: 'patients', align: 'right', className: 'num' },
  { title: '账号', dataIndex: 'accounts', align: 'right', className: 'num' },
  { title: '预约', dataIndex: 'booked', align: 'right', className: 'num' },
  { title: '取消', dataIndex: 'cancelled', align: 'right', className: 'num' },
  { title: '爽约', dataIndex: 'noShows', align: 'right', className: 'num' },
  { title: '最近一次', className: 'num', render: (_, row) => formatInstant(row.lastAt) },
  {
    title: '值得关注',
    align: 'right',
    className: 'num',
    render: (_, row) => Math.round(row.score),
  },
];
