/** What is typed in the diary, and what is wrong with it before it is sent. */
import type { GlucoseMoment, VitalKind } from '@suizhen/contract/wire';
import { now, shanghai } from '@/shared/clock/clock';
import type { NewReading } from '../api/vitals';

export interface VitalDraft {
  /** Of blood pressure the upper one, else the only one. */
  main: string;
  diastolic: string;
  moment: GlucoseMoment;
  isNow: boolean;
  date: string;
  time: string;
  note: string;
}

interface Bounds {
  low: number;
  high: number;
}

/** Beyond these nobody lives; it is a slip of the finger. */
const mainBounds: Record<VitalKind, Bounds> = {
  'blood-pressure': { low: 40, high: 300 },
  glucose: { low: 0.5, high: 50 },
  weight: { low: 1, high: 400 },
  'heart-rate': { low: 20, high: 300 },
  temperature: { low: 25, high: 45 },
};
const diastolicBounds: Bounds = { low: 20, high: 200 };

/** Digits with at most one point; a comma is what some keyboards offer instead. */
export const cleanNumber = (typed: string): string => {
  const [whole = '', ...rest] = typed
    .replace(/[,，。]/g, '.')
    .replace(/[^\d.]/g, '')
    .split('.');
  return rest.length > 0 ? `${whole}.${rest.join('')}` : whole;
};

const numberOf = (typed: string): number | null => {
  const value = Number(typed);
  return typed.trim() === '' || Number.isNaN(value) ? null : value;
};

function boundsProblem(typed: string, { low, high }: Bounds): string | undefined {
  const value = numberOf(typed);
  if (value === null) return undefined;
  return value < low || value > high ? `请核对，应在 ${low} 到 ${high} 之间` : undefined;
}

export const emptyDraft = (): VitalDraft => {
  const local = shanghai(now()).toISOString();
  return {
    main: '',
    diastolic: '',
    moment: 'fasting',
    isNow: true,
    date: local.slice(0, 10),
    time: local.slice(11, 16),
    note: '',
  };
};

export interface DraftProblems {
  main?: string | undefined;
  diastolic?: string | undefined;
  time?: string | undefined;
}

const measuredAt = (draft: VitalDraft): number =>
  draft.isNow ? now() : Date.parse(`${draft.date}T${draft.time}:00+08:00`);

export function draftProblems(kind: VitalKind, draft: VitalDraft): DraftProblems {
  const main = boundsProblem(draft.main, mainBounds[kind]);
  const at = measuredAt(draft);
  const time = Number.isNaN(at) || at > now() + 60_000 ? '测量时间还没有到，请核对' : undefined;
  if (kind !== 'blood-pressure') return { main, time };
  const upper = numberOf(draft.main);
  const lower = numberOf(draft.diastolic);
  const isSwapped = upper !== null && lower !== null && lower >= upper;
  return {
    main,
    diastolic:
      boundsProblem(draft.diastolic, diastolicBounds) ??
      (isSwapped ? '低压应小于高压，请核对' : undefined),
    time,
  };
}

/** Null while something is missing or wrong. */
export function readingOf(kind: VitalKind, draft: VitalDraft): NewReading | null {
  const main = numberOf(draft.main);
  const diastolic = numberOf(draft.diastolic);
  const isPressure = kind === 'blood-pressure';
  if (main === null || (isPressure && diastolic === null)) return null;
  if (Object.values(draftProblems(kind, draft)).some(Boolean)) return null;
  return {
    kind,
    systolic: isPressure ? main : null,
    diastolic: isPressure ? diastolic : null,
    value: isPressure ? null : main,
    moment: kind === 'glucose' ? draft.moment : null,
    // To the minute: asking again after a lost answer must be the same wish.
    measuredAt: new Date(Math.floor(measuredAt(draft) / 60_000) * 60_000).toISOString(),
    note: draft.note.trim(),
  };
}
