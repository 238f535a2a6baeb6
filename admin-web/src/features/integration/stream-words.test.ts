import { describe, expect, it } from 'vitest';
import { kindWords, lagWords } from './stream-words';

describe('how far behind a stream is', () => {
  it('is fine within the promised minute, and told in words beyond it', () => {
    expect(lagWords(12)).toEqual({ text: '12 秒', tone: 'good' });
    expect(lagWords(150)).toEqual({ text: '落后 2 分 30 秒', tone: 'warn' });
    expect(lagWords(7_500)).toEqual({ text: '落后 2 小时 5 分', tone: 'danger' });
    expect(lagWords(null).text).toBe('还没有同步过');
  });
});

it('names what is exchanged, and leaves a type of the system as it came', () => {
  expect(kindWords('charge')).toBe('费用');
  expect(kindWords('appointment-cancel')).toBe('退号');
  expect(kindWords('ORU^R01')).toBe('ORU^R01');
});
