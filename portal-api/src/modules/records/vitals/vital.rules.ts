/** What a reading may be, and when it is beyond limits. Pure. */
import type { GlucoseMoment, VitalKind } from '@suizhen/contract';
import { localDateOf, type LocalDate } from '../../../kernel/local-date';

export interface Measured {
  kind: VitalKind;
  systolic: number | null;
  diastolic: number | null;
  value: number | null;
}

export interface MeasuredReading extends Measured {
  moment: GlucoseMoment | null;
  measuredAt: Date;
}

/** Of blood pressure the first two are the systolic ones. Null: no limit. */
export interface Limits {
  low: number | null;
  high: number | null;
  lowDiastolic: number | null;
  highDiastolic: number | null;
}

export const noLimits: Limits = {
  low: null,
  high: null,
  lowDiastolic: null,
  highDiastolic: null,
};

interface Range {
  min: number;
  max: number;
}

interface KindRule {
  name: string;
  unit: string;
  /** Beyond it nobody lives, or another unit was meant. */
  range: Range;
  hint: string;
  /** So much further beyond a limit is news again. */
  worseBy: number;
}

export const kindRules: Record<VitalKind, KindRule> = {
  'blood-pressure': {
    name: '血压',
    unit: 'mmHg',
    range: { min: 40, max: 300 },
    hint: '',
    worseBy: 10,
  },
  glucose: {
    name: '血糖',
    unit: 'mmol/L',
    range: { min: 0.5, max: 60 },
    hint: '，单位是 mmol/L（mg/dL 的数值请除以 18）',
    worseBy: 1,
  },
  weight: {
    name: '体重',
    unit: 'kg',
    range: { min: 0.3, max: 400 },
    hint: '，单位是公斤',
    worseBy: 1,
  },
  'heart-rate': {
    name: '心率',
    unit: '次/分',
    range: { min: 20, max: 300 },
    hint: '',
    worseBy: 10,
  },
  temperature: {
    name: '体温',
    unit: '℃',
    range: { min: 30, max: 45 },
    hint: '，单位是摄氏度',
    worseBy: 0.5,
  },
};

const diastolicRange: Range = { min: 20, max: 200 };

/** A clock may be a little ahead of ours. */
const toleratedMs = 5 * 60_000;
const oldestYears = 10;

type Problems = Record<string, string>;

/**
 * What is wrong with a reading, by field.
 * @param birthDate nobody was measured before
 */
export function problemsOf(reading: MeasuredReading, now: Date, birthDate: LocalDate): Problems {
  const problems = numbersOf(reading);
  if (reading.moment !== null && reading.kind !== 'glucose') {
    problems.moment = '只有血糖需要选择测量时段';
  }
  const problem = momentProblem(reading.measuredAt, now, birthDate);
  if (problem) problems.measuredAt = problem;
  return problems;
}

function numbersOf(reading: Measured): Problems {
  const problems: Problems = {};
  const { range, hint } = kindRules[reading.kind];
  const need = (field: string, name: string, value: number | null, within: Range): void => {
    if (value === null) problems[field] = `请填写${name}`;
    else if (value < within.min || value > within.max) {
      problems[field] = `${name}应在 ${within.min}–${within.max} 之间${hint}，请检查`;
    }
  };
  if (reading.kind !== 'blood-pressure') {
    need('value', kindRules[reading.kind].name, reading.value, range);
    if (reading.systolic !== null) problems.systolic = '只有血压需要填写高压';
    if (reading.diastolic !== null) problems.diastolic = '只有血压需要填写低压';
    return problems;
  }
  need('systolic', '高压', reading.systolic, range);
  need('diastolic', '低压', reading.diastolic, diastolicRange);
  if (reading.value !== null) problems.value = '血压请分别填写高压和低压';
  const { systolic, diastolic } = reading;
  if (systolic !== null && diastolic !== null && diastolic >= systolic) {
    problems.diastolic ??= '低压应小于高压，请检查是否填反';
  }
  return problems;
}

function momentProblem(measuredAt: Date, now: Date, birthDate: LocalDate): string | null {
  if (measuredAt.getTime() > now.getTime() + toleratedMs) return '测量时间不能晚于现在';
  const day = localDateOf(measuredAt);
  if (day < birthDate) return '测量时间早于出生日期，请检查';
  const today = localDateOf(now);
  const oldest = `${Number(today.slice(0, 4)) - oldestYears}${today.slice(4)}`;
  return day < oldest ? `只能记录最近 ${oldestYears} 年的测量，请检查年份` : null;
}

/** What is wrong with limits of one's own, by field. */
export function limitProblemsOf(kind: VitalKind, limits: Limits): Problems {
  const problems: Problems = {};
  const { range } = kindRules[kind];
  const check = (low: keyof Limits, high: keyof Limits, within: Range): void => {
    for (const field of [low, high]) {
      const value = limits[field];
      if (value === null || (value >= within.min && value <= within.max)) continue;
      problems[field] = `应在 ${within.min}–${within.max} 之间`;
    }
    const [from, to] = [limits[low], limits[high]];
    if (from !== null && to !== null && from >= to) problems[high] ??= '上限应大于下限';
  };
  check('low', 'high', range);
  if (kind === 'blood-pressure') check('lowDiastolic', 'highDiastolic', diastolicRange);
  else {
    for (const field of ['lowDiastolic', 'highDiastolic'] as const) {
      if (limits[field] !== null) problems[field] = '只有血压有低压的范围';
    }
  }
  return problems;
}

export interface Deviation {
  part: 'systolic' | 'diastolic' | 'value';
  side: 'high' | 'low';
  value: number;
  limit: number;
}

/** Where a reading lies beyond the limits; on the limit is within. */
export function deviationsOf(measured: Measured, limits: Limits): Deviation[] {
  const found: Deviation[] = [];
  const compare = (
    part: Deviation['part'],
    value: number | null,
    low: number | null,
    high: number | null,
  ): void => {
    if (value === null) return;
    if (high !== null && value > high) found.push({ part, side: 'high', value, limit: high });
    if (low !== null && value < low) found.push({ part, side: 'low', value, limit: low });
  };
  if (measured.kind === 'blood-pressure') {
    compare('systolic', measured.systolic, limits.low, limits.high);
    compare('diastolic', measured.diastolic, limits.lowDiastolic, limits.highDiastolic);
  } else compare('value', measured.value, limits.low, limits.high);
  return found;
}

/** Whether a reading says more than the one that was told before. */
export function isWorse(
  kind: VitalKind,
  now: readonly Deviation[],
  before: readonly Deviation[],
): boolean {
  const by = ({ value, limit }: Deviation) => Math.abs(value - limit);
  return now.some((each) => {
    const earlier = before.find(({ part, side }) => part === each.part && side === each.side);
    // Tenths do not add up exactly in binary.
    return !earlier || by(each) - by(earlier) >= kindRules[kind].worseBy - 1e-9;
  });
}

/** 高压 182 mmHg，高于 160: what is told to the clinic. */
export function deviationText(kind: VitalKind, deviations: readonly Deviation[]): string {
  const { name, unit } = kindRules[kind];
  const names = { systolic: '高压', diastolic: '低压', value: name };
  return deviations
    .map(({ part, side, value, limit }) => {
      const word = side === 'high' ? '高于' : '低于';
      return `${names[part]} ${value} ${unit}，${word} ${limit}`;
    })
    .join('；');
}
