import { describe, expect, it } from 'vitest';
import { standingOf, type Mark } from './standing';

const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);
const mark = (n: number, window = 180): Mark => ({ at: day(n), countsUntil: day(n + window) });
const rules = { limit: 3, suspendDays: 90 };
const until = (marks: Mark[], liftedAt: Date | null = null) =>
  standingOf(marks, rules, liftedAt, day(500)).suspendedUntil;

describe('what marks add up to', () => {
  it('below the limit nothing is suspended', () => {
    expect(until([])).toBeNull();
    expect(until([mark(0), mark(10)])).toBeNull();
  });

  it('the mark that reaches the limit suspends from its own time on', () => {
    expect(until([mark(0), mark(10), mark(20)])).toEqual(day(110));
  });

  it('several at one moment reach it together', () => {
    expect(until([mark(5), mark(5), mark(5)])).toEqual(day(95));
  });

  it('a mark that no longer counted when the next one came helps nobody to the limit', () => {
    expect(until([mark(0), mark(10), mark(180)])).toBeNull();
    expect(until([mark(0), mark(10), mark(179)])).toEqual(day(269));
  });

  it('each further mark while the others count suspends anew', () => {
    expect(until([mark(0), mark(10), mark(20), mark(150)])).toEqual(day(240));
  });

  it('what was lifted stays lifted until another mark comes', () => {
    const three = [mark(0), mark(10), mark(20)];
    expect(until(three, day(25))).toBeNull();
    expect(until([...three, mark(30)], day(25))).toEqual(day(120));
  });

  it('counts what counts now, whatever was suspended', () => {
    const marks = [mark(0), mark(10), mark(20)];
    expect(standingOf(marks, rules, null, day(100)).counted).toBe(3);
    expect(standingOf(marks, rules, null, day(185)).counted).toBe(2);
    expect(standingOf(marks, rules, null, day(500)).counted).toBe(0);
  });
});
