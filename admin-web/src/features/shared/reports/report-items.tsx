import { Button, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import type { Answer } from '@/shared/api/client';
import { formatInstant } from '@/shared/format/date';
import { FlagWord } from './flag-word';

export type ReportItem = Answer<'getReport'>['items'][number];

interface Props {
  items: ReportItem[];
  onTrend: (item: ReportItem) => void;
}

export function ReportItems({ items, onTrend }: Props) {
  return (
    <div className="card table-card">
      <Table<ReportItem>
        size="small"
        aria-label="检验结果"
        rowKey="id"
        pagination={false}
        dataSource={items}
        columns={columns(onTrend)}
      />
    </div>
  );
}

const columns = (onTrend: (item: ReportItem) => void): TableColumnsType<ReportItem> => [
  {
    title: '项目',
    render: (_, item) => (
      <>
        {item.name} <span className="quiet num">{item.code}</span>
      </>
    ),
  },
  {
    title: '结果',
    className: 'num',
    render: (_, item) => (
      <span className="row" style={{ gap: 6 }}>
        <b>
          {item.value} {item.unit}
        </b>
        <FlagWord flag={item.flag} />
      </span>
    ),
  },
  { title: '参考范围', className: 'num', render: (_, item) => item.rangeText || '—' },
  {
    title: '上一次',
    className: 'num',
    render: (_, { previous }) =>
      previous === null ? (
        '—'
      ) : (
        <>
          {previous.value} {previous.unit} <FlagWord flag={previous.flag} />
          <div className="quiet">{formatInstant(previous.at).slice(0, 10)}</div>
        </>
      ),
  },
  {
    title: '趋势',
    render: (_, item) =>
      item.hasTrend && (
        <Button
          type="link"
          className="link-button"
          aria-label={`${item.name} 的趋势`}
          onClick={() => onTrend(item)}
        >
          看趋势
        </Button>
      ),
  },
];
