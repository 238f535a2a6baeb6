import { DatePicker, Drawer } from 'antd';
import type { TableColumnsType } from 'antd';
import dayjs from 'dayjs';
import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { faultWords } from '@/shared/format/integration-labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { kindWords } from '../stream-words';
import type { System } from './systems-view';
import './mapping-drawer.css';

type Row = Answer<'getMappingReport'>['rows'][number];

interface Props {
  system: System | undefined;
  onClose: () => void;
}

/** What was taken over, what was left out and why: nothing is dropped in silence. */
export function MappingDrawer({ system, onClose }: Props) {
  return (
    <Drawer
      title={system ? `收入报告：${system.name}` : '收入报告'}
      open={system !== undefined}
      onClose={onClose}
      size={1000}
      destroyOnHidden
    >
      {system && <MappingRows systemId={system.id} />}
    </Drawer>
  );
}

/** The server takes no longer span. */
const MOST_DAYS = 366;

function MappingRows({ systemId }: { systemId: string }) {
  const { filters, setFilters } = useFilters<'from' | 'to'>();
  const { from, to } = filters;
  const report = useRead('getMappingReport', {
    params: { systemId },
    query: from && to ? { from, to } : {},
  });
  // Without a choice the server says which days it took.
  const shown = from && to ? { from, to } : report.data;
  return (
    <div className="stack">
      <div className="row">
        <DatePicker.RangePicker
          aria-label="收到的日期"
          value={shown ? [dayjs(shown.from), dayjs(shown.to)] : null}
          disabledDate={(day, { from: start }) =>
            start !== undefined && Math.abs(day.diff(start, 'day')) >= MOST_DAYS
          }
          onChange={(dates) =>
            setFilters({
              from: dates?.[0]?.format('YYYY-MM-DD') ?? '',
              to: dates?.[1]?.format('YYYY-MM-DD') ?? '',
            })
          }
        />
        <span className="quiet">按收到的日期统计，清除后为最近 30 天。</span>
      </div>
      <DataTable<Row>
        label="收入报告"
        query={report}
        rows={report.data?.rows}
        rowKey="kind"
        columns={columns}
        empty={{ title: '这些天没有收到内容', hint: '可以换一段日期。' }}
      />
    </div>
  );
}

const number = (
  title: string,
  key: 'received' | 'processed' | 'setAside' | 'quarantined',
): TableColumnsType<Row>[number] => ({
  title,
  align: 'right',
  className: 'num',
  dataIndex: key,
});

const columns: TableColumnsType<Row> = [
  { title: '内容', className: 'num', render: (_, row) => <b>{kindWords(row.kind)}</b> },
  number('收到', 'received'),
  number('收入', 'processed'),
  number('搁置', 'setAside'),
  number('隔离', 'quarantined'),
  {
    title: '没有收入的原因',
    render: (_, row) => (
      <Lines
        lines={row.reasons.map(
          ({ fault, text, count }) =>
            `${faultWords[fault]}${text && text !== faultWords[fault] ? `：${text}` : ''} × ${count}`,
        )}
      />
    ),
  },
  {
    title: '收入时略去的部分',
    render: (_, row) => (
      <Lines lines={row.leftOut.map(({ part, count }) => `${part} × ${count}`)} />
    ),
  },
];

function Lines({ lines }: { lines: string[] }) {
  if (lines.length === 0) return <>—</>;
  return (
    <ul className="plain-list num mapping-lines">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
