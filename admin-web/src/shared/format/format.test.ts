import { describe, expect, it } from 'vitest';
import { clockOf, formatDay, formatSpan, localDateOf, mondayOf, weekDates } from './date';
import { formatFen } from './money';
import { passwordProblem, randomPassword } from './password';

describe('dates as people read them', () => {
  it('speaks of day, weekday and part of day', () => {
    expect(formatDay('2026-11-28')).toBe('11月28日 周六');
    expect(formatSpan('09:00', '09:15')).toBe('上午 9:00–9:15');
    expect(formatSpan('14:30', '14:45')).toBe('下午 2:30–2:45');
    expect(formatSpan('18:30', '19:00')).toBe('晚上 6:30–7:00');
  });

  it("reads an instant on the clinic's wall, whatever the browser's zone", () => {
    expect(localDateOf('2026-11-27T17:30:00Z')).toBe('2026-11-28');
    expect(clockOf('2026-11-27T17:30:00Z')).toBe('01:30');
  });

  it('begins weeks on Monday, over the end of a year too', () => {
    expect(mondayOf('2026-11-29')).toBe('2026-11-23');
    expect(weekDates('2026-12-28').at(-1)).toBe('2027-01-03');
  });
});

describe('money', () => {
  it('is kept in fen and written in yuan', () => {
    expect(formatFen(2500)).toBe('¥25.00');
    expect(formatFen(123456789)).toBe('¥1,234,567.89');
  });
});

describe('passwords', () => {
  it('makes up ones that pass the rule', () => {
    for (let count = 0; count < 50; count++) {
      expect(passwordProblem(randomPassword())).toBeUndefined();
    }
  });

  it('refuses short and simple ones', () => {
    expect(passwordProblem('Ab1-')).toBe('密码至少 10 位');
    expect(passwordProblem('abcdefghij1')).toContain('三种');
  });
});
