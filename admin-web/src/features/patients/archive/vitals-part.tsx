import { Button, Segmented } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import type { VitalKind } from '@suizhen/contract/wire';
import { looksOnce } from '@/features/shared/reports/reads';
import { useClinicToday } from '@/features/shared/session';
import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { LineChart, type ChartSeries } from '@/shared/chart/line-chart';
import { addDays, formatInstant } from '@/shared/format/date';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { vitalKindWords, vitalSourceWords } from '@/shared/format/records-labels';
import { readingWords } from '@/shared/format/vitals';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { ToneTag } from '@/shared/ui/tone-tag';
import { VitalDialog } from './vital-dialog';

type Vitals = Answer<'listPatientVitals'>;
type Reading = Vitals['items'][number];
type Limit = Vitals['limits'][number];

const spans = [
  { value: 30, label: '近 30 天' },
  { value: 90, label: '近 90 天' },
  { value: 365, label: '近一年' },
];

interface Props {
  patientId: string;
  mayAdd: boolean;
}

export function VitalsPart({ patientId, mayAdd }: Props) {
  const { filters, setFilters } = useFilters<'kind'>();
  const today = useClinicToday();
  const [days, setDays] = useState(90);
  const [isRecording, setRecording] = useState(false);
  const kind = oneOf(vitalKindWords, filters.kind) ?? 'blood-pressure';
  const vitals = useRead(
    'listPatientVitals',
    { params: { patientId }, query: { kind, from: addDays(today, -days) } },
    looksOnce,
  );
  const limit = vitals.data?.limits.find((one) => one.kind === kind);
  return (
    <>
      <div className="row">
        <Segmented<VitalKind>
          aria-label="项目"
          value={kind}
          onChange={(next) => setFilters({ kind: next === 'blood-pressure' ? '' : next })}
          options={optionsOf(vitalKindWords)}
        />
        <Segmented<number> aria-label="时间" value={days} onChange={setDays} options={spans} />
        {mayAdd && <Button onClick={() => setRecording(true)}>记录一次</Button>}
      </div>
      {vitals.data && vitals.data.items.length > 0 && (
        <div className="card">
          {limit && <div className="quiet num">{limitWords(limit)}</div>}
          <LineChart
            label={`${vitalKindWords[kind]}，共 ${vitals.data.items.length} 次，数值见下表`}
            unit={vitals.data.items[0]?.unit ?? ''}
            series={seriesOf(kind, vitals.data.items, limit)}
          />
        </div>
      )}
      <DataTable<Reading>
        label={`${vitalKindWords[kind]}的测量`}
        query={vitals}
        rows={vitals.data?.items}
        rowKey="id"
        columns={columns}
        empty={{ title: '这段时间没有测量', hint: '可以选更长的时间，或记录一次。' }}
      />
      {isRecording && (
        <VitalDialog patientId={patientId} kind={kind} onClose={() => setRecording(false)} />
      )}
    </>
  );
}

function seriesOf(kind: VitalKind, items: Reading[], limit: Limit | undefined): ChartSeries[] {
  const line = (
    name: string,
    valueOf: (reading: Reading) => number | null,
    low: number | null,
    high: number | null,
  ): ChartSeries => ({
    name,
    low,
    high,
    points: items.flatMap((reading) => {
      const value = valueOf(reading);
      if (value === null) return [];
      return [
        {
          at: Date.parse(reading.measuredAt),
          value,
          label: `${readingWords(reading)}${reading.isBeyondLimits ? ' 超出限值' : ''}`,
          isAbnormal: reading.isBeyondLimits,
        },
      ];
    }),
  });
  if (kind !== 'blood-pressure') {
    return [
      line(vitalKindWords[kind], ({ value }) => value, limit?.low ?? null, limit?.high ?? null),
    ];
  }
  return [
    line('收缩压', ({ systolic }) => systolic, limit?.low ?? null, limit?.high ?? null),
    line(
      '舒张压',
      ({ diastolic }) => diastolic,
      limit?.lowDiastolic ?? null,
      limit?.highDiastolic ?? null,
    ),
  ];
}

function limitWords(limit: Limit): string {
  const span = (low: number | null, high: number | null): string =>
    [low === null ? '' : `低于 ${low}`, high === null ? '' : `高于 ${high}`]
      .filter(Boolean)
      .join('或');
  const parts =
    limit.kind === 'blood-pressure'
      ? [
          ['收缩压', span(limit.low, limit.high)],
          ['舒张压', span(limit.lowDiastolic, limit.highDiastolic)],
        ]
      : [['', span(limit.low, limit.high)]];
  const words = parts
    .filter(([, text]) => text)
    .map(([name, text]) => `${name}${text}`)
    .join('，');
  if (!words) return '没有设预警限值。';
  return `预警限值：${words}（${limit.isPersonal ? '患者自己的' : '医院默认'}）`;
}

const columns: TableColumnsType<Reading> = [
  { title: '时间', className: 'num', render: (_, one) => formatInstant(one.measuredAt) },
  {
    title: '读数',
    className: 'num',
    render: (_, one) => (
      <span className="row" style={{ gap: 6 }}>
        <b>{readingWords(one)}</b>
        {one.isBeyondLimits && <ToneTag tone="danger">超出限值</ToneTag>}
      </span>
    ),
  },
  {
    title: '来源',
    render: (_, one) =>
      one.deviceName
        ? `${vitalSourceWords[one.source]}：${one.deviceName}`
        : vitalSourceWords[one.source],
  },
  { title: '备注', render: (_, one) => one.note || '—' },
];
