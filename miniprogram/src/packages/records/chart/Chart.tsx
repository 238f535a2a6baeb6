import { useMemo, useState, type ReactNode } from 'react';
import { useLargeType } from '@/shared/session/large-type';
import { Box, Picture, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import s from './Chart.module.scss';
import { chartDataUri } from './draw';
import { nearestPoint, scaleOf, type ChartSeries } from './layout';
import { TouchStrip } from './TouchStrip';

/** What is said of the point in question, above the chart. */
interface Reading {
  value: string;
  unit: string;
  mark: ReactNode;
  about: string;
  /** All of it in words. */
  spoken: string;
}

interface ChartProps {
  label: string;
  /** All with the same moments, oldest first. */
  series: readonly ChartSeries[];
  /** Limits, as dashed lines. */
  lines?: readonly number[];
  readingOf: (index: number) => Reading;
}

const sizes = {
  usual: { width: 326, height: 220, font: 13 },
  large: { width: 326, height: 270, font: 20 },
};

const percent = (value: number, of: number): string => `${((value / of) * 100).toFixed(2)}%`;

/** A line over time. A finger on it, or the two buttons, go from point to point. */
export function Chart({ label, series, lines = [], readingOf }: ChartProps) {
  const isLarge = useLargeType((state) => state.isLarge);
  const main = series[0]?.points ?? [];
  const [chosen, setChosen] = useState<number | null>(null);
  const index = Math.min(chosen ?? main.length - 1, main.length - 1);
  const scale = useMemo(
    () => scaleOf(series, isLarge ? sizes.large : sizes.usual, lines),
    [series, lines, isLarge],
  );
  const picture = useMemo(() => chartDataUri(series, scale, lines), [series, scale, lines]);
  const point = main[index];
  if (!point) return null;

  const { width, height, bottom, top } = scale.area;
  const step = (by: 1 | -1) => setChosen(Math.max(0, Math.min(main.length - 1, index + by)));
  const reading = readingOf(index);
  const left = percent(scale.x(point.at), width);
  return (
    <Box>
      <Box className={s['reading']} live="polite">
        <Box className={s['value']}>
          {reading.value} <Text className={s['unit']}>{reading.unit}</Text>
        </Box>
        {reading.mark}
      </Box>
      <Box className={s['about']}>{reading.about}</Box>
      <TouchStrip
        label={label}
        valueText={reading.spoken}
        index={index}
        count={main.length}
        className={s['strip'] ?? ''}
        onTouch={(share) => setChosen(nearestPoint(main, scale, share))}
        onStep={step}
      >
        <Box style={{ paddingBottom: percent(height, width) }} />
        <Picture src={picture} alt="" className={s['picture']} />
        <Box
          className={s['hand']}
          style={{ left, top: percent(top, height), height: percent(bottom - top, height) }}
        />
        {series.map(({ name, points }) => {
          const at = points[index];
          return at ? (
            <Box
              key={name}
              className={s['ring']}
              style={{ left, top: percent(scale.y(at.value), height) }}
            />
          ) : null;
        })}
      </TouchStrip>
      <Box className={s['steps']}>
        <Button look="text" isInline disabled={index === 0} onTap={() => step(-1)}>
          上一次
        </Button>
        <Button look="text" isInline disabled={index === main.length - 1} onTap={() => step(1)}>
          下一次
        </Button>
      </Box>
    </Box>
  );
}
