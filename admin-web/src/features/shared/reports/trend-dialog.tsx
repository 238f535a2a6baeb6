import { Modal, Segmented, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { LineChart } from '@/shared/chart/line-chart';
import { formatInstant } from '@/shared/format/date';
import { flagWords } from '@/shared/format/records-labels';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import { FlagWord } from './flag-word';
import { looksOnce } from './reads';

type Trend = Answer<'getPatientTrend'>;
type Point = Trend['points'][number];

interface Props {
  patientId: string;
  code: string;
  name: string;
  onClose: () => void;
}

/** One item over the years: a drawing, and the same in a table. */
export function TrendDialog({ patientId, code, name, onClose }: Props) {
  const [years, setYears] = useState(5);
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const trend = useRead(
    'getPatientTrend',
    { params: { patientId, code }, query: { years } },
    looksOnce,
  );
  return (
    <Modal title={`${name} 的趋势`} open onCancel={onClose} footer={null} width={760}>
      <div className="stack">
        <div className="row">
          <Segmented<number>
            aria-label="年限"
            value={years}
            onChange={setYears}
            options={[
              { value: 1, label: '近 1 年' },
              { value: 5, label: '近 5 年' },
              { value: 30, label: '全部' },
            ]}
          />
          <Segmented<'chart' | 'table'>
            aria-label="显示方式"
            value={view}
            onChange={setView}
            options={[
              { value: 'chart', label: '图' },
              { value: 'table', label: '表' },
            ]}
          />
        </div>
        {trend.error ? (
          <ListError error={trend.error} onRetry={() => void trend.refetch()} />
        ) : trend.data === undefined ? (
          <ListLoading />
        ) : (
          <TrendView trend={trend.data} view={view} />
        )}
      </div>
    </Modal>
  );
}

function TrendView({ trend, view }: { trend: Trend; view: 'chart' | 'table' }) {
  if (trend.points.length === 0) {
    return <ListEmpty title="这段时间没有可以比较的结果" hint="可以选更长的年限。" />;
  }
  const newest = trend.points.at(-1);
  return (
    <>
      {view === 'chart' ? (
        <LineChart
          label={`${trend.name} 的趋势，共 ${trend.points.length} 次`}
          unit={trend.unit}
          series={[
            {
              name: trend.name,
              low: newest?.rangeLow ?? null,
              high: newest?.rangeHigh ?? null,
              points: trend.points.map((point) => ({
                at: Date.parse(point.at),
                value: point.number,
                label: `${point.value} ${trend.unit} ${flagWords[point.flag]}`,
                isAbnormal: point.flag !== 'N',
              })),
            },
          ]}
        />
      ) : (
        <Table<Point>
          size="small"
          aria-label={`${trend.name} 的历次结果`}
          rowKey={(point) => `${point.reportId} ${point.at}`}
          pagination={false}
          scroll={{ y: 360 }}
          dataSource={[...trend.points].reverse()}
          columns={columns(trend.unit)}
        />
      )}
      {trend.leftOut > 0 && (
        <p className="quiet">另有 {trend.leftOut} 次结果不是数字或单位不同，没有画在图上。</p>
      )}
    </>
  );
}

const columns = (unit: string): TableColumnsType<Point> => [
  { title: '时间', className: 'num', render: (_, point) => formatInstant(point.at) },
  {
    title: '结果',
    className: 'num',
    render: (_, point) => (
      <>
        {point.value} {unit} <FlagWord flag={point.flag} />
      </>
    ),
  },
  {
    title: '参考范围',
    className: 'num',
    render: (_, point) => rangeWords(point.rangeLow, point.rangeHigh),
  },
];

function rangeWords(low: number | null, high: number | null): string {
  if (low === null && high === null) return '—';
  if (low === null) return `不高于 ${high}`;
  return high === null ? `不低于 ${low}` : `${low}–${high}`;
}
