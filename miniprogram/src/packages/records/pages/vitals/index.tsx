import { useMemo, useState } from 'react';
import { vitalKinds, type VitalKind } from '@suizhen/contract/wire';
import { navigate } from '@/app/navigate';
import { addDays, today } from '@/shared/clock/clock';
import { formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Empty } from '@/shared/ui/List/States';
import { Segments } from '@/shared/ui/Segments/Segments';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { Tag } from '@/shared/ui/Tag/Tag';
import { useRemoveVital, useVitals, type VitalLimit, type VitalReading } from '../../api/vitals';
import { Chart } from '../../chart/Chart';
import { Chips } from '../../components/Chips';
import { PatientPage } from '../../components/PatientPage';
import r from '../../components/records.module.scss';
import {
  beyondWords,
  figureOf,
  limitOf,
  limitWords,
  momentWords,
  sourceWords,
  unitWords,
  vitalChart,
  vitalWords,
} from '../../model/vitals';
import { ReadingRow } from './ReadingRow';

const kinds = vitalKinds.map((value) => ({ value, label: vitalWords[value] }));

const spans = [
  { value: '31', label: '一个月' },
  { value: '92', label: '三个月' },
  { value: '366', label: '一年' },
] as const;
type Span = (typeof spans)[number]['value'];

interface DrawnProps {
  kind: VitalKind;
  readings: readonly VitalReading[];
  limit: VitalLimit | undefined;
}

function aboutOf(reading: VitalReading): string {
  const moment = reading.moment ? momentWords[reading.moment] : '';
  return [formatMoment(reading.measuredAt), moment].filter(Boolean).join(' · ');
}

function Drawn({ kind, readings, limit }: DrawnProps) {
  const oldestFirst = useMemo(() => [...readings].reverse(), [readings]);
  const { series, lines } = useMemo(
    () => vitalChart(kind, oldestFirst, limit),
    [kind, oldestFirst, limit],
  );
  return (
    <Card>
      <Chart
        key={`${kind}${readings.length}`}
        label={`${vitalWords[kind]}的变化`}
        series={series}
        lines={lines}
        readingOf={(index) => {
          const reading = oldestFirst[index]!;
          const beyond = beyondWords(reading, limit);
          return {
            value: figureOf(reading),
            unit: unitWords[kind],
            mark: beyond ? <Tag tone="danger">{beyond}</Tag> : null,
            about: aboutOf(reading),
            spoken: [aboutOf(reading), figureOf(reading), unitWords[kind], beyond]
              .filter(Boolean)
              .join('，'),
          };
        }}
      />
      <Text className={r['note']}>
        {lines.length > 0 ? '红色虚线是提醒的上限。' : limit ? '浅绿色是提醒范围以内。' : ''}
        手指在图上左右移动，可以看每一次
      </Text>
    </Card>
  );
}

function Diary({ patientId, kind }: { patientId: string; kind: VitalKind }) {
  const [span, setSpan] = useState<Span>('92');
  const [removing, setRemoving] = useState<VitalReading | null>(null);
  const query = useVitals(patientId, kind, addDays(today(), -Number(span)));
  useRefreshOnShow(() => query.refetch());
  const removal = useRemoveVital(patientId);
  const remove = async () => {
    if (removing) await removal.run(removing.id);
    setRemoving(null);
  };
  return (
    <>
      <Segments label="看多久" options={spans} value={span} onChange={setSpan} />
      <Loaded query={query} skeletonCards={2}>
        {({ items, limits }) => {
          const limit = limitOf(limits, kind);
          return (
            <>
              {items.length > 0 ? (
                <Drawn kind={kind} readings={items} limit={limit} />
              ) : (
                <Empty
                  icon="clock"
                  title={`还没有${vitalWords[kind]}记录`}
                  words="点下面的按钮记一次，看变化就从第一次开始"
                />
              )}
              <Card isFlush>
                <LinkRow
                  icon="bell"
                  title="提醒范围"
                  note={limitWords(limit) || '还没有设置，超出时提醒您和医院'}
                  onTap={() => navigate('vitalLimits', { patientId, kind })}
                />
                <LinkRow
                  icon="phone"
                  title="测量设备"
                  note="血压计、血糖仪自动上传"
                  onTap={() => navigate('vitalDevices', { patientId })}
                />
              </Card>
              {items.length > 0 ? (
                <Card title="每一次">
                  {items.map((reading) => (
                    <ReadingRow
                      key={reading.id}
                      figure={`${figureOf(reading)} ${unitWords[kind]}`}
                      beyond={beyondWords(reading, limit)}
                      about={aboutOf(reading)}
                      source={reading.deviceName || sourceWords[reading.source]}
                      note={reading.note}
                      onRemove={
                        reading.source === 'manual' ? () => setRemoving(reading) : undefined
                      }
                    />
                  ))}
                </Card>
              ) : null}
            </>
          );
        }}
      </Loaded>
      <ConfirmSheet
        isOpen={removing !== null}
        title="删除这一次"
        confirmLabel="确定删除"
        keepLabel="保留"
        isBusy={removal.isBusy}
        onClose={() => setRemoving(null)}
        onConfirm={() => void remove()}
      >
        {removing
          ? `${aboutOf(removing)} 的 ${figureOf(removing)} ${unitWords[kind]} 会从日记里删除。`
          : ''}
      </ConfirmSheet>
    </>
  );
}

export default function VitalsPage() {
  const { patientId, kind: kindOfAddress } = usePageParams('vitals');
  const [kind, setKind] = useState<VitalKind>(kindOfAddress ?? 'blood-pressure');
  return (
    <PatientPage
      name="vitals"
      patientId={patientId}
      backTo="archive"
      bottom={(patient) => (
        <Button onTap={() => navigate('recordVital', { patientId: patient.id, kind })}>
          记一次{vitalWords[kind]}
        </Button>
      )}
    >
      {(patient) => (
        <Box>
          <Chips label="测量项目" options={kinds} value={kind} onChange={setKind} />
          <Diary key={`${patient.id}${kind}`} patientId={patient.id} kind={kind} />
        </Box>
      )}
    </PatientPage>
  );
}
