import { describe, expect, it } from 'vitest';
import {
  deviationsOf,
  deviationText,
  isWorse,
  limitProblemsOf,
  noLimits,
  problemsOf,
  type MeasuredReading,
} from './vital.rules';
import { defaultLimitsFor } from './vital.defaults';
import { defaultLimits } from './vital.settings';

const now = new Date('2026-03-03T09:00:00+08:00');
const reading = (over: Partial<MeasuredReading>): MeasuredReading => ({
  kind: 'heart-rate',
  systolic: null,
  diastolic: null,
  value: null,
  moment: null,
  measuredAt: now,
  ...over,
});
const pressure = (systolic: number | null, diastolic: number | null) =>
  reading({ kind: 'blood-pressure', systolic, diastolic });
const problems = (over: Partial<MeasuredReading>) => problemsOf(reading(over), now, '1980-05-06');

describe('a reading', () => {
  it.each([
    [pressure(120, 80)],
    [reading({ kind: 'glucose', value: 5.6, moment: 'fasting' })],
    [reading({ kind: 'weight', value: 3.2 })],
    [reading({ kind: 'heart-rate', value: 72 })],
    [reading({ kind: 'temperature', value: 36.6 })],
  ])('is taken when it can be', (given) => {
    expect(problemsOf(given, now, '1980-05-06')).toEqual({});
  });

  it('says which number is missing, too much, or of another unit', () => {
    expect(problems({ kind: 'blood-pressure', systolic: 120 })).toEqual({
      diastolic: '请填写低压',
    });
    expect(problems({ ...pressure(80, 120) }).diastolic).toContain('填反');
    expect(problems({ kind: 'glucose', value: 101 }).value).toContain('除以 18');
    expect(problems({ kind: 'temperature', value: 98.6 }).value).toContain('摄氏度');
    expect(problems({ kind: 'weight', value: 70, systolic: 120 }).systolic).toBeTruthy();
    expect(problems({ ...pressure(120, 80), value: 3 }).value).toBeTruthy();
    expect(problems({ kind: 'weight', value: 70, moment: 'fasting' }).moment).toBeTruthy();
  });

  it('is of the past, and of this life', () => {
    const at = (measuredAt: string) =>
      problems({ value: 70, measuredAt: new Date(measuredAt) }).measuredAt;
    expect(at('2026-03-03T09:04:00+08:00')).toBeUndefined();
    expect(at('2026-03-03T09:06:00+08:00')).toBe('测量时间不能晚于现在');
    expect(at('2015-01-01T09:00:00+08:00')).toContain('最近 10 年');
    const infant = reading({ value: 130, measuredAt: new Date('2026-01-31T23:59:00+08:00') });
    expect(problemsOf(infant, now, '2026-02-01').measuredAt).toContain('出生日期');
  });
});

describe('limits', () => {
  it('of one’s own must make sense', () => {
    expect(limitProblemsOf('heart-rate', { ...noLimits, low: 50, high: 110 })).toEqual({});
    expect(limitProblemsOf('heart-rate', { ...noLimits, low: 110, high: 110 })).toHaveProperty(
      'high',
    );
    expect(limitProblemsOf('heart-rate', { ...noLimits, high: 900 })).toHaveProperty('high');
    expect(limitProblemsOf('weight', { ...noLimits, lowDiastolic: 60 })).toHaveProperty(
      'lowDiastolic',
    );
    expect(
      limitProblemsOf('blood-pressure', { ...noLimits, lowDiastolic: 90, highDiastolic: 80 }),
    ).toHaveProperty('highDiastolic');
  });

  it('of adults do not judge the heart of an infant', () => {
    const of = (age: number) => defaultLimitsFor(defaultLimits.defaultValue, age);
    expect(of(0)['heart-rate']).toEqual(noLimits);
    expect(of(13)['blood-pressure']).toEqual(noLimits);
    expect(of(14)['heart-rate'].high).toBe(120);
    expect(of(0).temperature.high).toBe(38.5);
  });

  it('by default are sound', () => {
    const { schema, defaultValue } = defaultLimits;
    expect(schema.safeParse(defaultValue).success).toBe(true);
    expect(schema.safeParse({ ...defaultValue, glucoseLow: 20 }).success).toBe(false);
    expect(schema.safeParse({ ...defaultValue, glucoseLow: null }).success).toBe(true);
  });

  it('are crossed beyond them, not on them', () => {
    const limits = { low: 90, high: 160, lowDiastolic: 50, highDiastolic: 100 };
    expect(deviationsOf(pressure(160, 50), limits)).toEqual([]);
    const both = deviationsOf(pressure(182, 101), limits);
    expect(deviationText('blood-pressure', both)).toBe(
      '高压 182 mmHg，高于 160；低压 101 mmHg，高于 100',
    );
    expect(deviationsOf(pressure(182, 101), noLimits)).toEqual([]);
  });
});

it('worse is another side, another number, or clearly further', () => {
  const limits = { ...noLimits, low: 3.9, high: 16.7 };
  const of = (value: number) => deviationsOf(reading({ kind: 'glucose', value }), limits);
  expect(isWorse('glucose', of(17.5), of(17))).toBe(false);
  expect(isWorse('glucose', of(18), of(17))).toBe(true);
  expect(isWorse('glucose', of(3.1), of(25))).toBe(true);
  expect(isWorse('glucose', of(17), of(25))).toBe(false);
  expect(isWorse('glucose', of(17), of(10))).toBe(true);
  const temperature = (value: number) =>
    deviationsOf(reading({ kind: 'temperature', value }), { ...noLimits, high: 38.5 });
  expect(isWorse('temperature', temperature(39.2), temperature(38.7))).toBe(true);
  const bp = { low: 90, high: 160, lowDiastolic: 50, highDiastolic: 100 };
  const before = deviationsOf(pressure(170, 90), bp);
  expect(isWorse('blood-pressure', deviationsOf(pressure(171, 105), bp), before)).toBe(true);
});
