import { reportKinds, type ReleaseRule } from '@suizhen/contract';
import { describe, expect, it } from 'vitest';
import {
  releaseAfter,
  releaseAfterCritical,
  releaseOf,
  type FormerRelease,
  type Releasable,
  type ReleasePolicy,
} from './release';
import { staffReleaseStates } from './release.states';

const issuedAt = new Date('2026-03-03T08:00:00+08:00');
const now = new Date('2026-03-03T09:00:00+08:00');
const hours = (count: number) => new Date(issuedAt.getTime() + count * 3_600_000);

function policy(rule: ReleaseRule, after = 24): ReleasePolicy {
  const kinds = Object.fromEntries(reportKinds.map((kind) => [kind, { rule, hours: after }]));
  return { kinds: kinds as ReleasePolicy['kinds'], inPersonWords: [] };
}

const report = (over: Partial<Releasable> = {}): Releasable => ({
  kind: 'lab',
  status: 'final',
  isSensitive: false,
  isHeld: false,
  issuedAt,
  ...over,
});

describe('when a report goes to its patient', () => {
  it.each([
    ['at-once', 'released'],
    ['after-review', 'review'],
    ['in-person', 'in-person'],
  ] as const)('%s', (rule, state) => {
    expect(releaseOf(report(), policy(rule), now)).toMatchObject({ state, dueAt: null });
  });

  it('after its hours, counted from when it was issued', () => {
    expect(releaseOf(report(), policy('after-hours', 24), now)).toEqual({
      state: 'timed',
      dueAt: hours(24),
      note: '',
    });
    expect(releaseOf(report(), policy('after-hours', 1), now).state).toBe('released');
  });

  it('never while it is preliminary, held or withdrawn, and in person where it is sensitive', () => {
    const rule = policy('at-once');
    expect(releaseOf(report({ status: 'preliminary' }), rule, now).state).toBe('withheld');
    expect(releaseOf(report({ status: 'cancelled' }), rule, now).state).toBe('withheld');
    expect(releaseOf(report({ isHeld: true }), rule, now).state).toBe('critical-hold');
    expect(releaseOf(report({ isSensitive: true }), rule, now).state).toBe('in-person');
    const both = report({ isHeld: true, status: 'preliminary' });
    expect(releaseOf(both, rule, now).state).toBe('critical-hold');
  });
});

describe('after a further version', () => {
  const former = (over: Partial<FormerRelease> = {}): FormerRelease => ({
    state: 'released',
    status: 'final',
    note: '',
    ...over,
  });
  const after = (
    was: Partial<FormerRelease>,
    is: Partial<Releasable>,
    rule: ReleaseRule = 'after-review',
  ) => releaseAfter(former(was), report(is), policy(rule), now).state;

  it('what the patient has seen stays seen, also when it is withdrawn', () => {
    expect(after({}, { status: 'corrected' })).toBe('released');
    expect(after({}, { status: 'cancelled' })).toBe('released');
  });

  it('unless it became critical, preliminary again or something to be told in person', () => {
    expect(after({}, { isHeld: true })).toBe('critical-hold');
    expect(after({}, { status: 'preliminary' })).toBe('withheld');
    expect(after({}, { isSensitive: true })).toBe('in-person');
  });

  it('what somebody withheld stays withheld, and keeps the reason', () => {
    const was = former({ state: 'withheld', note: '待复核' });
    expect(releaseAfter(was, report(), policy('at-once'), now)).toEqual({
      state: 'withheld',
      dueAt: null,
      note: '待复核',
    });
  });

  it('what somebody has to look at still has to be looked at', () => {
    expect(after({ state: 'review' }, {}, 'at-once')).toBe('review');
    expect(after({ state: 'review' }, {}, 'in-person')).toBe('in-person');
    expect(after({ state: 'review' }, { status: 'cancelled' })).toBe('withheld');
  });

  it('what was preliminary, withdrawn or waited for its time is judged anew', () => {
    expect(after({ state: 'withheld', status: 'preliminary' }, {}, 'at-once')).toBe('released');
    expect(after({ state: 'withheld', status: 'cancelled' }, {}, 'at-once')).toBe('released');
    expect(after({ state: 'timed' }, {}, 'at-once')).toBe('released');
    expect(after({ state: 'critical-hold' }, {}, 'at-once')).toBe('released');
    expect(after({ state: 'in-person' }, {}, 'in-person')).toBe('in-person');
    expect(after({ state: 'in-person' }, { status: 'cancelled' })).toBe('in-person');
  });
});

describe('after a critical value was dealt with', () => {
  const after = (isReleased: boolean, rule: ReleaseRule, is: Partial<Releasable> = {}) =>
    releaseAfterCritical(report({ isHeld: true, ...is }), isReleased, policy(rule), now).state;

  it('the rule decides once somebody agreed', () => {
    expect(after(true, 'at-once')).toBe('released');
    expect(after(true, 'after-review')).toBe('released');
    expect(after(true, 'after-hours')).toBe('timed');
    expect(after(true, 'in-person')).toBe('in-person');
    expect(after(true, 'at-once', { isSensitive: true })).toBe('in-person');
    expect(after(true, 'at-once', { status: 'preliminary' })).toBe('withheld');
  });

  it('without it somebody has to release it', () => {
    expect(after(false, 'at-once')).toBe('review');
    expect(after(false, 'after-hours')).toBe('review');
    expect(after(false, 'in-person')).toBe('in-person');
    expect(after(false, 'at-once', { status: 'cancelled' })).toBe('withheld');
  });

  it('what was not agreed to as a preliminary report is looked at as the final one too', () => {
    const preliminary = report({ status: 'preliminary' });
    const held = releaseAfterCritical(preliminary, false, policy('at-once'), now);
    expect(held.state).toBe('review');
    const was = { ...held, status: 'preliminary' as const };
    expect(releaseAfter(was, report(), policy('at-once'), now).state).toBe('review');
  });
});

describe('what staff may do about a report', () => {
  it.each([
    ['critical-hold', []],
    ['review', ['released', 'withheld']],
    ['timed', ['released', 'withheld']],
    ['in-person', ['withheld']],
    ['released', ['withheld']],
    ['withheld', ['released']],
  ] as const)('%s', (from, allowed) => {
    for (const to of staffReleaseStates.states) {
      expect(staffReleaseStates.canMove(from, to)).toBe(
        (allowed as readonly string[]).includes(to),
      );
    }
  });
});
