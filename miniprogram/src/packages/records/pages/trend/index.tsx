import { useMemo, useState } from 'react';
import { navigate } from '@/app/navigate';
import { usePageParams } from '@/shared/hooks/use-params';
import { Box, Text } from '@/shared/ui/base';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { Empty } from '@/shared/ui/List/States';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { Segments } from '@/shared/ui/Segments/Segments';
import { Tag } from '@/shared/ui/Tag/Tag';
import { useTrend, type Trend } from '../../api/reports';
import { Chart } from '../../chart/Chart';
import { Chips } from '../../components/Chips';
import r from '../../components/records.module.scss';
import { Opened } from '../../components/StepUp';
import t from '../../components/Table.module.scss';
import { flagText, isAbnormal, valueWords } from '../../model/report-words';
import {
  leftOutWords,
  pointDay,
  pointRange,
  spokenPoint,
  trendSeries,
  type TrendPoint,
} from '../../model/trend-words';

const views = [
  { value: 'chart', label: '看图' },
  { value: 'table', label: '看表' },
] as const;
type View = (typeof views)[number]['value'];

const years = [
  { value: '1', label: '近 1 年' },
  { value: '3', label: '近 3 年' },
  { value: '5', label: '近 5 年' },
  { value: '30', label: '全部' },
] as const;
type Years = (typeof years)[number]['value'];

const markOf = (point: TrendPoint) =>
  isAbnormal(point) ? <Tag tone="danger">{flagText(point.flag)}</Tag> : null;

function ChartView({ trend }: { trend: Trend }) {
  const series = useMemo(() => [trendSeries(trend)], [trend]);
  return (
    <Card>
      <Chart
        // What was chosen among other points means nothing among these.
        key={trend.points.length}
        label={`${trend.name}的历次结果`}
        series={series}
        readingOf={(index) => {
          const point = trend.points[index]!;
          const { unit } = trend;
          return {
            value: point.value,
            unit,
            mark: markOf(point),
            about: [pointDay(point), pointRange(point, unit)].filter(Boolean).join(' · '),
            spoken: spokenPoint(point, unit),
          };
        }}
      />
      <Text className={r['note']}>
        浅绿色是参考范围。▲ 偏高，▼ 偏低。手指在图上左右移动，可以看每一次的结果
      </Text>
    </Card>
  );
}

function TableView({ trend }: { trend: Trend }) {
  return (
    <Card isFlush>
      {[...trend.points].reverse().map((point) => (
        <Box key={`${point.reportId}${point.at}`} className={t['row']}>
          <Text className={t['when']}>{pointDay(point)}</Text>
          <Box className={t['what']}>
            <Text>{valueWords({ value: point.value, unit: trend.unit })}</Text>
            {markOf(point)}
          </Box>
          <Text className={t['range']}>{pointRange(point, trend.unit)}</Text>
        </Box>
      ))}
    </Card>
  );
}

export default function TrendPage() {
  const { patientId = '', code = '' } = usePageParams('trend');
  if (code === '') {
    return (
      <Page name="trend" needs="consent" backTo="reports">
        <Empty icon="file" title="没有选择项目" words="在报告里点“看历次结果”，就能看到这一项" />
      </Page>
    );
  }
  return <ItemTrend patientId={patientId} code={code} />;
}

function ItemTrend({ patientId, code }: { patientId: string; code: string }) {
  const [view, setView] = useState<View>('chart');
  const [span, setSpan] = useState<Years>('5');
  const query = useTrend(patientId, code, Number(span));
  const latest = query.data?.points.at(-1);
  return (
    <Page name="trend" title={query.data?.name} needs="consent" backTo="reports">
      <Opened query={query} skeletonCards={1}>
        {(trend) => (
          <>
            <Chips label="看多久" options={years} value={span} onChange={setSpan} />
            <Segments label="怎样看" options={views} value={view} onChange={setView} />
            {trend.points.length === 0 ? (
              <Notice>这段时间没有这一项的数值结果，可以看更长的时间</Notice>
            ) : view === 'chart' ? (
              <ChartView trend={trend} />
            ) : (
              <TableView trend={trend} />
            )}
            {trend.leftOut > 0 ? <Notice>{leftOutWords(trend.leftOut)}</Notice> : null}
            {latest ? (
              <Card isFlush>
                <LinkRow
                  icon="file"
                  title="看最近一次的报告"
                  onTap={() => navigate('report', { id: latest.reportId })}
                />
              </Card>
            ) : null}
            <Text className={r['note']}>单项数值的变化不能说明病情，有疑问请咨询医生。</Text>
          </>
        )}
      </Opened>
    </Page>
  );
}
