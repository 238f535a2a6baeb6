/** Where everything of a chart lies. Pure: the same on every screen, and easy to check. */
import { shanghai } from '@/shared/clock/clock';

/** `high` and `low` are drawn as triangles, so that colour is never all that tells them. */
export type PointMark = 'none' | 'high' | 'low' | 'odd';

export interface ChartPoint {
  at: string;
  value: number;
  mark: PointMark;
  /** The reference band where this point lies; null is open to that side. */
  low: number | null;
  high: number | null;
}

export interface ChartSeries {
  name: string;
  points: readonly ChartPoint[];
}

interface Area {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  font: number;
}

export interface Scale {
  x: (at: string) => number;
  y: (value: number) => number;
  ticks: number[];
  xTicks: { x: number; words: string; anchor: 'start' | 'middle' | 'end' }[];
  area: Area;
}

const steps = [1, 2, 2.5, 5, 10];

/** Round numbers that hold everything between them: 4 to 6 lines. */
export function niceTicks(smallest: number, greatest: number): number[] {
  // A single value stands in the middle of something.
  const room = smallest === greatest ? Math.abs(greatest) / 10 || 1 : 0;
  const lowest = smallest >= 0 ? Math.max(0, smallest - room) : smallest - room;
  const highest = greatest + room;
  const rough = (highest - lowest) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (steps.find((one) => one * power >= rough) ?? 10);
  const first = Math.floor(lowest / step) * step;
  const ticks: number[] = [];
  for (let tick = first; tick < highest + step; tick += step) {
    ticks.push(Number(tick.toPrecision(10)));
    if (ticks.length > 12) break;
  }
  return ticks;
}

const dayMs = 86_400_000;

/** The year where more than one lies on the axis, the time where it is all one day. */
function axisWords(at: number, spanMs: number, hasYears: boolean): string {
  const day = shanghai(at);
  if (hasYears && spanMs > 90 * dayMs) return `${day.getUTCFullYear()}.${day.getUTCMonth() + 1}`;
  if (spanMs > dayMs) return `${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
  return `${day.getUTCHours()}:${String(day.getUTCMinutes()).padStart(2, '0')}`;
}

/** Of the whole of its points: nothing lies outside. */
function extent(series: readonly ChartSeries[], lines: readonly number[]): [number, number] {
  const all = series
    .flatMap(({ points }) => points)
    .flatMap(({ value, low, high }) => [value, low, high])
    .concat(lines)
    .filter((value): value is number => value !== null);
  return [Math.min(...all), Math.max(...all)];
}

function xTicksOf(first: number, last: number, area: Area, x: (at: number) => number) {
  const span = last - first;
  const hasYears = shanghai(first).getUTCFullYear() !== shanghai(last).getUTCFullYear();
  const tick = (at: number, anchor: 'start' | 'middle' | 'end') => ({
    x: x(at),
    words: axisWords(at, span, hasYears),
    anchor,
  });
  if (span === 0) return [{ ...tick(first, 'middle'), words: axisWords(first, 2 * dayMs, false) }];
  const ends = [tick(first, 'start'), tick(last, 'end')];
  const hasRoom = area.right - area.left > area.font * 14;
  return hasRoom ? [ends[0]!, tick(first + span / 2, 'middle'), ends[1]!] : ends;
}

export function scaleOf(
  series: readonly ChartSeries[],
  size: { width: number; height: number; font: number },
  lines: readonly number[] = [],
): Scale {
  const { width, height, font } = size;
  const ticks = niceTicks(...extent(series, lines));
  const lowest = ticks[0] ?? 0;
  const highest = ticks.at(-1) ?? 1;
  const longest = Math.max(...ticks.map((tick) => String(tick).length));
  const area: Area = {
    width,
    height,
    font,
    left: Math.ceil(longest * font * 0.6) + 10,
    right: width - 14,
    top: 14,
    bottom: height - Math.ceil(font * 1.6),
  };
  const times = series.flatMap(({ points }) => points.map(({ at }) => Date.parse(at)));
  const first = Math.min(...times);
  const last = Math.max(...times);
  const byTime = (at: number): number =>
    last === first
      ? (area.left + area.right) / 2
      : area.left + 10 + ((at - first) / (last - first)) * (area.right - area.left - 20);
  return {
    x: (at) => byTime(Date.parse(at)),
    y: (value) =>
      area.bottom - ((value - lowest) / (highest - lowest || 1)) * (area.bottom - area.top),
    ticks,
    xTicks: xTicksOf(first, last, area, byTime),
    area,
  };
}

/** The point that a finger at this share of the width means. */
export function nearestPoint(points: readonly ChartPoint[], scale: Scale, share: number): number {
  const wanted = share * scale.area.width;
  let best = 0;
  points.forEach((point, index) => {
    const isNearer =
      Math.abs(scale.x(point.at) - wanted) < Math.abs(scale.x(points[best]!.at) - wanted);
    if (isNearer) best = index;
  });
  return best;
}
