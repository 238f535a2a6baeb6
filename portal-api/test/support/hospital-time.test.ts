import { describe, expect, it } from 'vitest';
import { nextTime } from './hospital-time';

describe('the next time it is', () => {
  // 09:05 in Shanghai.
  const sunday = new Date('2026-11-22T01:05:00Z');

  it.each([
    ['Tue 07:40', '2026-11-24T07:40:00+08:00'],
    ['Sun 09:06', '2026-11-22T09:06:00+08:00'],
    ['Sun 09:05', '2026-11-22T09:05:00+08:00'],
    ['Sun 09:04', '2026-11-29T09:04:00+08:00'],
    ['Sat 23:50', '2026-11-28T23:50:00+08:00'],
  ])('%s is found', (words, expected) => {
    expect(nextTime(words, sunday)).toEqual(new Date(expected));
  });

  it('is already Monday in Shanghai while it is Sunday elsewhere', () => {
    const sundayEveningUtc = new Date('2026-11-22T16:30:00Z');
    expect(nextTime('Mon 00:40', sundayEveningUtc)).toEqual(new Date('2026-11-22T16:40:00Z'));
    expect(nextTime('Sun 23:30', sundayEveningUtc)).toEqual(new Date('2026-11-29T15:30:00Z'));
  });

  it.each(['Tuesday 07:40', 'Tue', 'Tue 24:00', ''])('%j says nothing', (words) => {
    expect(() => nextTime(words, sunday)).toThrow(/such as Tue 07:40/);
  });
});
