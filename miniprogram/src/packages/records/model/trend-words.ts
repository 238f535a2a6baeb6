import type { ResultFlag } from '@suizhen/contract/wire';
import { dateOf, fullDay } from '@/shared/format/dates';
import type { Trend } from '../api/reports';
import type { PointMark, ChartSeries } from '../chart/layout';
import { flagText, rangeWords, valueWords } from './report-words';

export type TrendPoint = Trend['points'][number];

const marks: Record<ResultFlag, PointMark> = {
  N: 'none',
  H: 'high',
  HH: 'high',
  L: 'low',
  LL: 'low',
  A: 'odd',
};

export const trendSeries = (trend: Trend): ChartSeries => ({
  name: trend.name,
  points: trend.points.map(({ at, number, flag, rangeLow, rangeHigh }) => ({
    at,
    value: number,
    mark: marks[flag],
    low: rangeLow,
    high: rangeHigh,
  })),
});

export const pointDay = ({ at }: TrendPoint): string => fullDay(dateOf(at));

/** 参考范围 3.9–6.1 */
export function pointRange(point: TrendPoint, unit: string): string {
  const range = rangeWords(point);
  return range ? `参考范围 ${valueWords({ value: range, unit })}` : '';
}

/** For a screen reader: 2026年3月4日，7.2 mmol/L，↑ 偏高. */
export const spokenPoint = (point: TrendPoint, unit: string): string =>
  [pointDay(point), valueWords({ value: point.value, unit }), flagText(point.flag)]
    .filter(Boolean)
    .join('，');

export const leftOutWords = (count: number): string =>
  `另有 ${count} 次结果不是数值或单位不同，没有画在图里，可以在各自的报告中查看`;
