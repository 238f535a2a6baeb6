import { describe, expect, it } from 'vitest';
import { closedMark, closedWords, flagText, rangeWords, statusMark } from './report-words';
import { rangeProblem } from './date-range';

describe('a value beyond its range', () => {
  it('is told by arrow and word, a critical one as such', () => {
    expect(flagText('N')).toBe('');
    expect(flagText('H')).toBe('↑ 偏高');
    expect(flagText('L')).toBe('↓ 偏低');
    expect(flagText('HH')).toBe('↑↑ 危急 偏高');
    expect(flagText('LL')).toBe('↓↓ 危急 偏低');
  });

  it('has the laboratory’s own words for the range where there are some', () => {
    expect(rangeWords({ rangeText: '阴性', rangeLow: null, rangeHigh: null })).toBe('阴性');
    expect(rangeWords({ rangeLow: 3.9, rangeHigh: 6.1 })).toBe('3.9–6.1');
    expect(rangeWords({ rangeLow: null, rangeHigh: 5.2 })).toBe('≤ 5.2');
    expect(rangeWords({ rangeLow: null, rangeHigh: null })).toBe('');
  });
});

describe('a report', () => {
  it('says what sets it apart', () => {
    expect(statusMark('final')).toBeNull();
    expect(statusMark('corrected')?.words).toBe('已更正');
  });

  it('that cannot be opened says why', () => {
    expect(closedMark({ status: 'cancelled' })).toBe('已撤回');
    expect(closedMark({ status: 'final' })).toBe('需到医院领取');
    expect(closedWords({ status: 'cancelled' })).toContain('撤回');
    expect(closedWords({ status: 'final' })).toContain('到医院领取');
  });
});

it('a stretch of time that ends before it begins is doubted', () => {
  const own = { span: 'own', from: '2026-03-04', to: '2026-03-01' } as const;
  expect(rangeProblem(own)).toContain('请调整');
  expect(rangeProblem({ ...own, to: '' })).toBeUndefined();
});
