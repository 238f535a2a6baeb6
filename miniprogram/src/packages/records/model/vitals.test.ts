import { describe, expect, it } from 'vitest';
import type { VitalLimit, VitalReading } from '../api/vitals';
import { beyondAdvice, beyondWords, figureOf, limitWords, vitalChart } from './vitals';

const pressure = (systolic: number, diastolic: number, isBeyondLimits = false): VitalReading => ({
  id: `${systolic}`,
  kind: 'blood-pressure',
  systolic,
  diastolic,
  value: null,
  unit: 'mmHg',
  moment: null,
  measuredAt: '2026-03-04T01:00:00Z',
  source: 'manual',
  deviceName: '',
  note: '',
  isBeyondLimits,
});
const limit: VitalLimit = {
  kind: 'blood-pressure',
  low: 90,
  high: 140,
  lowDiastolic: 60,
  highDiastolic: 90,
  isPersonal: false,
};

describe('a reading', () => {
  it('of blood pressure is said as one', () => expect(figureOf(pressure(128, 82))).toBe('128/82'));

  it('beyond the limits says on which side', () => {
    expect(beyondWords(pressure(128, 82), limit)).toBe('');
    expect(beyondWords(pressure(162, 82, true), limit)).toBe('↑ 高于提醒范围');
    expect(beyondWords(pressure(120, 52, true), limit)).toBe('↓ 低于提醒范围');
    // The limits have been moved since.
    expect(beyondWords(pressure(128, 82, true), limit)).toBe('超出提醒范围');
  });
});

describe('beyond the limits', () => {
  const reading = pressure(182, 112, true);
  const hoursLater = (hours: number) => Date.parse(reading.measuredAt) + hours * 3_600_000;

  it('is told to the hospital', () =>
    expect(beyondAdvice(reading, hoursLater(1))).toContain('已经通知医院'));

  it('says that nobody was told of what was measured days ago', () =>
    expect(beyondAdvice(reading, hoursLater(49))).toContain('没有通知医院'));
});

describe('limits', () => {
  it('are said with both of blood pressure, and only where there are some', () => {
    expect(limitWords(limit)).toBe('收缩压 90–140，舒张压 60–90');
    expect(limitWords({ ...limit, kind: 'heart-rate', low: null, high: 110 })).toBe(
      '不高于 110 次/分',
    );
    expect(limitWords(undefined)).toBe('');
  });
});

describe('the chart', () => {
  it('draws blood pressure as two lines with their upper limits', () => {
    const { series, lines } = vitalChart('blood-pressure', [pressure(162, 82, true)], limit);
    expect(series.map(({ name }) => name)).toEqual(['收缩压', '舒张压']);
    expect(series[0]?.points[0]).toMatchObject({ value: 162, mark: 'high', high: null });
    expect(lines).toEqual([140, 90]);
  });
});
