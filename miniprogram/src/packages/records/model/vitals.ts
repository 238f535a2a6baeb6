/** The kinds of the vitals diary: how they are said, typed in and drawn. */
import {
  vitalAlarmWithinHours,
  type GlucoseMoment,
  type VitalKind,
  type VitalSource,
} from '@suizhen/contract/wire';
import { formatMoment } from '@/shared/format/dates';
import type { ChartPoint, ChartSeries, PointMark } from '../chart/layout';
import type { VitalLimit, VitalReading } from '../api/vitals';

export const vitalWords: Record<VitalKind, string> = {
  'blood-pressure': '血压',
  glucose: '血糖',
  weight: '体重',
  'heart-rate': '心率',
  temperature: '体温',
};

export const unitWords: Record<VitalKind, string> = {
  'blood-pressure': 'mmHg',
  glucose: 'mmol/L',
  weight: 'kg',
  'heart-rate': '次/分',
  temperature: '°C',
};

export const momentWords: Record<GlucoseMoment, string> = {
  fasting: '空腹',
  'after-meal': '饭后 2 小时',
  'before-sleep': '睡前',
  random: '随机',
};

export const sourceWords: Record<VitalSource, string> = {
  manual: '手工记录',
  device: '设备',
  staff: '医院测量',
};

/** 128/82, or the one number. */
export const figureOf = (reading: VitalReading): string =>
  reading.kind === 'blood-pressure'
    ? `${reading.systolic ?? '–'}/${reading.diastolic ?? '–'}`
    : String(reading.value ?? '–');

/** When, and of glucose at which moment of the day. */
export const aboutReading = ({ measuredAt, moment }: VitalReading): string =>
  [formatMoment(measuredAt), moment ? momentWords[moment] : ''].filter(Boolean).join(' · ');

export const limitOf = (limits: readonly VitalLimit[], kind: VitalKind): VitalLimit | undefined =>
  limits.find((limit) => limit.kind === kind);

const between = (low: number | null, high: number | null): string => {
  if (low !== null && high !== null) return `${low}–${high}`;
  if (low !== null) return `不低于 ${low}`;
  return high === null ? '' : `不高于 ${high}`;
};

/** 收缩压 90–140，舒张压 60–90 mmHg; empty where nothing is watched. */
export function limitWords(limit: VitalLimit | undefined): string {
  if (!limit) return '';
  const main = between(limit.low, limit.high);
  if (limit.kind !== 'blood-pressure') return main ? `${main} ${unitWords[limit.kind]}` : '';
  const lower = between(limit.lowDiastolic, limit.highDiastolic);
  return [main ? `收缩压 ${main}` : '', lower ? `舒张压 ${lower}` : ''].filter(Boolean).join('，');
}

const markOf = (value: number, low: number | null, high: number | null): PointMark => {
  if (high !== null && value > high) return 'high';
  return low !== null && value < low ? 'low' : 'none';
};

const arrows: Record<PointMark, string> = {
  none: '',
  high: '↑ 高于提醒范围',
  low: '↓ 低于提醒范围',
  odd: '超出提醒范围',
};

/** In words why a reading stands out by today’s limits; empty where it does not. */
export function beyondWords(reading: VitalReading, limit: VitalLimit | undefined): string {
  if (!reading.isBeyondLimits) return '';
  const { systolic, diastolic, value } = reading;
  const main = systolic ?? value;
  const found = main === null ? 'none' : markOf(main, limit?.low ?? null, limit?.high ?? null);
  const second =
    diastolic === null
      ? 'none'
      : markOf(diastolic, limit?.lowDiastolic ?? null, limit?.highDiastolic ?? null);
  return arrows[found] || arrows[second] || arrows.odd;
}

/** What to do now. Of a reading that is written down afterwards nobody at the hospital was told. */
export function beyondAdvice({ measuredAt }: VitalReading, at: number): string {
  const isTold = at - Date.parse(measuredAt) <= vitalAlarmWithinHours * 3_600_000;
  return isTold
    ? '已经通知医院。请休息几分钟再测一次；有胸闷、头痛、视物模糊等不适，请马上就医或拨打 120。'
    : '这是一天以前的测量，没有通知医院。请现在再测一次；有胸闷、头痛、视物模糊等不适，请马上就医或拨打 120。';
}

type Numbers = 'systolic' | 'diastolic' | 'value';

function seriesOf(
  name: string,
  readings: readonly VitalReading[],
  field: Numbers,
  [low, high]: [number | null, number | null],
  hasBand: boolean,
): ChartSeries {
  const points = readings.flatMap((reading): ChartPoint[] => {
    const value = reading[field];
    if (value === null) return [];
    return [
      {
        at: reading.measuredAt,
        value,
        mark: markOf(value, low, high),
        low: hasBand ? low : null,
        high: hasBand ? high : null,
      },
    ];
  });
  return { name, points };
}

interface VitalChart {
  series: ChartSeries[];
  /** Limits that are lines, where two bands would lie over each other. */
  lines: number[];
}

/** Oldest first; blood pressure is two lines, with their upper limits as dashes. */
export function vitalChart(
  kind: VitalKind,
  oldestFirst: readonly VitalReading[],
  limit: VitalLimit | undefined,
): VitalChart {
  const main: [number | null, number | null] = [limit?.low ?? null, limit?.high ?? null];
  if (kind !== 'blood-pressure') {
    return { series: [seriesOf(vitalWords[kind], oldestFirst, 'value', main, true)], lines: [] };
  }
  const lower: [number | null, number | null] = [
    limit?.lowDiastolic ?? null,
    limit?.highDiastolic ?? null,
  ];
  return {
    series: [
      seriesOf('收缩压', oldestFirst, 'systolic', main, false),
      seriesOf('舒张压', oldestFirst, 'diastolic', lower, false),
    ],
    lines: [main[1], lower[1]].filter((value): value is number => value !== null),
  };
}
