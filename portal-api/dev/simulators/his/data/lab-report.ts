import type { ResultFlag } from '@suizhen/contract';
import type { IncomingObservation } from '../../../../src/modules/records';
import type { Seeded } from '../../../demo-data/seeded';
import { isMeasured, type MeasuredItem, type Panel, type PanelItem, type Person } from './panels';

/** What is wrong with somebody: a value by item, or how it moves over the years (0 the first, 1 today). */
export type Course = Record<string, number | string | ((years: number) => number)>;

export interface Measuring {
  person: Person;
  course: Course;
  /** Where the moment lies between the first visit and today. */
  progress: number;
  /** The same for the same person and item, so that a trend looks like one body. */
  ofPerson: (code: string) => Seeded;
  /** Of this day. */
  ofDay: Seeded;
  at: Date;
}

export function lineOf(item: PanelItem, measuring: Measuring): IncomingObservation {
  return isMeasured(item) ? measuredLine(item, measuring) : toldLine(item, measuring);
}

export function linesOf(panel: Panel, measuring: Measuring): IncomingObservation[] {
  return panel.items.map((item) => lineOf(item, measuring));
}

function measuredLine(item: MeasuredItem, measuring: Measuring): IncomingObservation {
  const [low, high] = item.range(measuring.person);
  const value = valueOf(item, low, high, measuring).toFixed(item.decimals);
  const number = Number(value);
  const flag = flagOf(item, number, low, high);
  return {
    code: item.code,
    name: item.name,
    value,
    number,
    unit: item.unit,
    rangeText: rangeText(low, high),
    rangeLow: low,
    rangeHigh: high,
    flag,
    isCritical: flag === 'HH' || flag === 'LL',
    method: item.method ?? '',
    effectiveAt: measuring.at,
  };
}

function valueOf(
  item: MeasuredItem,
  low: number | null,
  high: number | null,
  { course, progress, ofPerson, ofDay }: Measuring,
): number {
  const floor = low ?? (high ?? 1) * 0.35;
  const ceiling = high ?? floor * 1.35;
  const width = ceiling - floor;
  // Nobody is the same twice; a body keeps near its own measure.
  const daily = (ofDay.next() - 0.5) * width * 0.16;
  const told = course[item.code];
  if (told !== undefined) {
    const middle = typeof told === 'function' ? told(progress) : Number(told);
    return Math.max(0, middle + daily * 0.4);
  }
  const own = floor + width * (0.3 + 0.4 * ofPerson(item.code).next());
  return Math.max(0, own + daily);
}

function flagOf(
  { critical }: MeasuredItem,
  number: number,
  low: number | null,
  high: number | null,
): ResultFlag {
  const [least, most] = critical ?? [null, null];
  if (most !== null && number >= most) return 'HH';
  if (least !== null && number <= least) return 'LL';
  if (high !== null && number > high) return 'H';
  return low !== null && number < low ? 'L' : 'N';
}

function rangeText(low: number | null, high: number | null): string {
  if (low !== null && high !== null) return `${low}–${high}`;
  if (high !== null) return `≤${high}`;
  return low === null ? '' : `≥${low}`;
}

function toldLine(
  item: Exclude<PanelItem, MeasuredItem>,
  { course, at }: Measuring,
): IncomingObservation {
  const told = course[item.code];
  const value = typeof told === 'string' ? told : item.usual;
  return {
    code: item.code,
    name: item.name,
    value,
    number: null,
    unit: '',
    rangeText: '阴性',
    rangeLow: null,
    rangeHigh: null,
    flag: value.startsWith('阴性') ? 'N' : 'A',
    isCritical: false,
    method: item.method ?? '',
    effectiveAt: at,
  };
}
