import { describe, expect, it } from 'vitest';
import { chartDataUri } from './draw';
import { nearestPoint, niceTicks, scaleOf, type ChartPoint, type ChartSeries } from './layout';

const point = (at: string, value: number, more: Partial<ChartPoint> = {}): ChartPoint => ({
  at,
  value,
  mark: 'none',
  low: 3.9,
  high: 6.1,
  ...more,
});
const glucose: ChartSeries = {
  name: '葡萄糖',
  points: [
    point('2021-03-01T01:00:00Z', 5.1),
    point('2024-03-01T01:00:00Z', 7.4, { mark: 'high' }),
    point('2026-03-01T01:00:00Z', 3.2, { mark: 'low' }),
  ],
};
const size = { width: 326, height: 220, font: 13 };
const svgOf = (series: readonly ChartSeries[], lines: readonly number[] = []): string =>
  decodeURIComponent(chartDataUri(series, scaleOf(series, size, lines), lines));

describe('the axis of values', () => {
  it('has round numbers that hold every point and its range', () => {
    expect(niceTicks(3.2, 7.4)).toEqual([2, 4, 6, 8]);
    expect(niceTicks(60, 168)).toEqual([50, 100, 150, 200]);
  });

  it('stays finite for a single number, and for zero', () => {
    for (const value of [0, 36.5]) {
      const ticks = niceTicks(value, value);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('the place of points', () => {
  it('is by time, within the picture', () => {
    const { x, y, area } = scaleOf([glucose], size);
    const places = glucose.points.map(({ at }) => x(at));
    expect(places[1]! - places[0]!).toBeGreaterThan(places[2]! - places[1]!);
    for (const place of places) {
      expect(place).toBeGreaterThan(area.left);
      expect(place).toBeLessThan(area.right);
    }
    expect(y(7.4)).toBeLessThan(y(3.2));
  });

  it('is found by the finger that is nearest', () => {
    const scale = scaleOf([glucose], size);
    expect(nearestPoint(glucose.points, scale, 0)).toBe(0);
    expect(nearestPoint(glucose.points, scale, 0.62)).toBe(1);
    expect(nearestPoint(glucose.points, scale, 1)).toBe(2);
  });

  it('tells years apart over years, and days within months', () => {
    const words = (series: ChartSeries) => scaleOf([series], size).xTicks.map((tick) => tick.words);
    expect(words(glucose)).toEqual(['2021.3', '2023.8', '2026.3']);
    const weeks = {
      name: '',
      points: [point('2026-03-01T01:00:00Z', 5), point('2026-03-15T01:00:00Z', 5)],
    };
    expect(words(weeks)).toEqual(['3月1日', '3月8日', '3月15日']);
  });

  it('is the middle when there is one point only', () => {
    const one = { name: '', points: [point('2026-03-01T01:00:00Z', 5)] };
    const { x, area, xTicks } = scaleOf([one], size);
    expect(x('2026-03-01T01:00:00Z')).toBe((area.left + area.right) / 2);
    expect(xTicks).toHaveLength(1);
  });
});

describe('the picture', () => {
  it('draws the reference band, and triangles where a value lies outside', () => {
    const svg = svgOf([glucose]);
    expect(svg.match(/<rect/g)).toHaveLength(3);
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg.match(/<polygon/g)).toHaveLength(2);
    expect(svg).not.toContain('NaN');
  });

  it('has no band without a range, and dashes for limits', () => {
    const bare = {
      name: '收缩压',
      points: [point('2026-03-01T01:00:00Z', 150, { low: null, high: null })],
    };
    const svg = svgOf([bare], [140]);
    expect(svg).not.toContain('<rect');
    expect(svg.match(/stroke-dasharray="3 4"/g)).toHaveLength(1);
  });
});
