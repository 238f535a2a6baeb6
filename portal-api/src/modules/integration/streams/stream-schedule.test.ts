import { describe, expect, it } from 'vitest';
import { nextWatermark, pauseSeconds, planRun, type StreamState } from './stream-schedule';

const rules = { overlapMinutes: 10, pollSeconds: 30, fullCompareHour: 3 };
const real = new Date('2026-03-03T04:00:00Z');
const state: StreamState = {
  watermark: new Date('2026-03-03T03:00:00Z'),
  wantsFull: false,
  nextRunAt: null,
  comparedAt: new Date('2026-03-02T20:00:00Z'),
};

describe('a stream', () => {
  it('begins before the last change that was seen', () => {
    expect(planRun(state, rules, real, real)).toMatchObject({
      since: new Date('2026-03-03T02:50:00Z'),
      isComparison: false,
    });
  });

  it('waits until it is due', () => {
    const later = new Date(real.getTime() + 1);
    expect(planRun({ ...state, nextRunAt: later }, rules, real, real)).toBeNull();
  });

  it('reads everything first, and everything again once a night or when asked', () => {
    const first = planRun({ ...state, watermark: null, comparedAt: null }, rules, real, real);
    expect(first).toMatchObject({ since: null, isComparison: false });
    const asked = planRun({ ...state, wantsFull: true }, rules, real, real);
    expect(asked).toMatchObject({ since: null, isComparison: true });
    // 03:00 in Shanghai is 19:00 UTC of the day before.
    const before = { ...state, comparedAt: new Date('2026-03-02T18:59:00Z') };
    expect(planRun(before, rules, real, real)?.isComparison).toBe(true);
    expect(planRun(state, rules, real, real)?.isComparison).toBe(false);
  });

  it('never goes back, and not to a mistyped future', () => {
    const until = new Date('2026-03-04T04:00:00Z');
    const early = new Date('2026-03-01T00:00:00Z');
    expect(nextWatermark(state.watermark, early, until)).toEqual(state.watermark);
    expect(nextWatermark(state.watermark, null, until)).toEqual(state.watermark);
    expect(nextWatermark(null, null, until)).toBeNull();
    expect(nextWatermark(null, new Date('2099-01-01T00:00:00Z'), until)).toEqual(until);
  });

  it('slows down with every failure, up to ten times', () => {
    expect([1, 2, 3, 4, 99].map((failures) => pauseSeconds(failures, 30))).toEqual([
      60, 120, 240, 300, 300,
    ]);
  });
});
