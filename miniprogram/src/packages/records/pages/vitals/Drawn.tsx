import { useMemo } from 'react';
import type { VitalKind } from '@suizhen/contract/wire';
import { Text } from '@/shared/ui/base';
import { Card } from '@/shared/ui/Card/Card';
import { Tag } from '@/shared/ui/Tag/Tag';
import type { VitalLimit, VitalReading } from '../../api/vitals';
import { Chart } from '../../chart/Chart';
import r from '../../components/records.module.scss';
import {
  aboutReading,
  beyondWords,
  figureOf,
  unitWords,
  vitalChart,
  vitalWords,
} from '../../model/vitals';

interface DrawnProps {
  kind: VitalKind;
  /** Newest first. */
  readings: readonly VitalReading[];
  limit: VitalLimit | undefined;
}

function legend(lines: readonly number[], limit: VitalLimit | undefined): string {
  if (lines.length > 0) return '红色虚线是提醒的上限。';
  return limit && (limit.low !== null || limit.high !== null) ? '浅绿色是提醒范围以内。' : '';
}

/** The diary as a line over time. */
export function Drawn({ kind, readings, limit }: DrawnProps) {
  const oldestFirst = useMemo(() => [...readings].reverse(), [readings]);
  const { series, lines } = useMemo(
    () => vitalChart(kind, oldestFirst, limit),
    [kind, oldestFirst, limit],
  );
  const readingOf = (index: number) => {
    const reading = oldestFirst[index]!;
    const beyond = beyondWords(reading, limit);
    const about = aboutReading(reading);
    const value = figureOf(reading);
    return {
      value,
      unit: unitWords[kind],
      mark: beyond ? <Tag tone="danger">{beyond}</Tag> : null,
      about,
      spoken: [about, value, unitWords[kind], beyond].filter(Boolean).join('，'),
    };
  };
  return (
    <Card>
      <Chart
        key={`${kind}${readings.length}`}
        label={`${vitalWords[kind]}的变化`}
        series={series}
        lines={lines}
        readingOf={readingOf}
      />
      <Text className={r['note']}>{legend(lines, limit)}手指在图上左右移动，可以看每一次</Text>
    </Card>
  );
}
