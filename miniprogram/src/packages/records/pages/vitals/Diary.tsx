import { useState } from 'react';
import type { VitalKind } from '@suizhen/contract/wire';
import { navigate } from '@/app/navigate';
import { addDays, today } from '@/shared/clock/clock';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Empty } from '@/shared/ui/List/States';
import { Segments } from '@/shared/ui/Segments/Segments';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { useRemoveVital, useVitals, type VitalLimit, type VitalReading } from '../../api/vitals';
import {
  aboutReading,
  beyondWords,
  figureOf,
  limitOf,
  limitWords,
  sourceWords,
  unitWords,
  vitalWords,
} from '../../model/vitals';
import { Drawn } from './Drawn';
import { ReadingRow } from './ReadingRow';

const spans = [
  { value: '31', label: '一个月' },
  { value: '92', label: '三个月' },
  { value: '366', label: '一年' },
] as const;
type Span = (typeof spans)[number]['value'];

interface DiaryProps {
  patientId: string;
  kind: VitalKind;
}

function Ways({ patientId, kind, limit }: DiaryProps & { limit: VitalLimit | undefined }) {
  return (
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
  );
}

interface ReadingsProps {
  readings: readonly VitalReading[];
  limit: VitalLimit | undefined;
  onRemove: (reading: VitalReading) => void;
}

function Readings({ readings, limit, onRemove }: ReadingsProps) {
  return (
    <Card title="每一次">
      {readings.map((reading) => (
        <ReadingRow
          key={reading.id}
          figure={`${figureOf(reading)} ${unitWords[reading.kind]}`}
          beyond={beyondWords(reading, limit)}
          about={aboutReading(reading)}
          source={reading.deviceName || sourceWords[reading.source]}
          note={reading.note}
          onRemove={reading.source === 'manual' ? () => onRemove(reading) : undefined}
        />
      ))}
    </Card>
  );
}

interface RemovalProps {
  patientId: string;
  reading: VitalReading | null;
  onClose: () => void;
}

function Removal({ patientId, reading, onClose }: RemovalProps) {
  const removal = useRemoveVital(patientId);
  const remove = async () => {
    if (reading) await removal.run(reading.id);
    onClose();
  };
  return (
    <ConfirmSheet
      isOpen={reading !== null}
      title="删除这一次"
      confirmLabel="确定删除"
      keepLabel="保留"
      isBusy={removal.isBusy}
      onClose={onClose}
      onConfirm={() => void remove()}
    >
      {reading
        ? `${aboutReading(reading)} 的 ${figureOf(reading)} ${unitWords[reading.kind]} 会从日记里删除。`
        : ''}
    </ConfirmSheet>
  );
}

/** Readings of one kind: the line, the limits, and every single one. */
export function Diary({ patientId, kind }: DiaryProps) {
  const [span, setSpan] = useState<Span>('92');
  const [removing, setRemoving] = useState<VitalReading | null>(null);
  const query = useVitals(patientId, kind, addDays(today(), -Number(span)));
  useRefreshOnShow(() => query.refetch());
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
                  title={`这段时间没有${vitalWords[kind]}记录`}
                  words="点下面的按钮记一次，看变化就从第一次开始"
                />
              )}
              <Ways patientId={patientId} kind={kind} limit={limit} />
              {items.length > 0 ? (
                <Readings readings={items} limit={limit} onRemove={setRemoving} />
              ) : null}
            </>
          );
        }}
      </Loaded>
      <Removal patientId={patientId} reading={removing} onClose={() => setRemoving(null)} />
    </>
  );
}
