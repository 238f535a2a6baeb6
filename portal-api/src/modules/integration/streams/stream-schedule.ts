/** When a stream runs, and from where. Pure, so that every clock can be tried. */
import { addMinutes, instantAt, localDateOf } from '../../../kernel';

export interface StreamState {
  /** The latest change that was seen, by the system's own clock. */
  watermark: Date | null;
  wantsFull: boolean;
  nextRunAt: Date | null;
  comparedAt: Date | null;
}

export interface StreamRules {
  overlapMinutes: number;
  pollSeconds: number;
  fullCompareHour: number;
}

export interface PlannedRun {
  /** Null: everything. */
  since: Date | null;
  until: Date;
  /** Everything, although it was read before. */
  isComparison: boolean;
}

/** Hospital clocks differ by minutes; beyond a day somebody mistyped. */
const skewMinutes = 1_440;

/**
 * @param real when it is, for the pace
 * @param hospital when it is for the hospital, for its nights and its clocks
 */
export function planRun(
  state: StreamState,
  rules: StreamRules,
  real: Date,
  hospital: Date,
): PlannedRun | null {
  const isDue = state.nextRunAt === null || state.nextRunAt <= real;
  if (!isDue) return null;
  const latest = hospital > real ? hospital : real;
  const until = addMinutes(latest, skewMinutes);
  if (state.watermark === null) return { since: null, until, isComparison: false };
  if (state.wantsFull || isNightly(state, rules, hospital)) {
    return { since: null, until, isComparison: true };
  }
  return { since: addMinutes(state.watermark, -rules.overlapMinutes), until, isComparison: false };
}

function isNightly({ comparedAt }: StreamState, rules: StreamRules, hospital: Date): boolean {
  const today = localDateOf(hospital);
  const begins = addMinutes(instantAt(today), rules.fullCompareHour * 60);
  return hospital >= begins && (comparedAt === null || comparedAt < begins);
}

/**
 * The greatest change seen. A row from the far future, as a mistyped date makes one, must not make all
 * that follows look old.
 */
export function nextWatermark(before: Date | null, seen: Date | null, until: Date): Date | null {
  const known = seen !== null && seen > until ? until : seen;
  if (known === null) return before;
  return before !== null && before > known ? before : known;
}

/** Slower with every failure, up to ten times. */
export function pauseSeconds(failures: number, pollSeconds: number): number {
  return Math.min(pollSeconds * 2 ** Math.min(failures, 10), pollSeconds * 10);
}
