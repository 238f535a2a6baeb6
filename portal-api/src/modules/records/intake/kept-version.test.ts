import { describe, expect, it } from 'vitest';
import { ageOf } from './kept-version';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 8, minute));
const kept = { source_version: '3', source_changed_at: at(10) };

describe('which of two versions is the later', () => {
  it.each([
    ['the same version is the same, whenever it says it was made', '3', 20, 'same'],
    ['a later moment is newer, even under a lower number', '2', 11, 'newer'],
    ['an earlier moment is older, even under a higher number', '4', 9, 'older'],
    ['within one moment the higher number is newer', '10', 10, 'newer'],
    ['within one moment the lower number is older', '2', 10, 'older'],
    ['within one moment a digest is taken as it comes', 'a1b2', 10, 'newer'],
  ])('%s', (_, version, minute, age) => {
    expect(ageOf({ version, changedAt: at(minute) }, kept)).toBe(age);
  });

  it('anything is newer than what had no moment', () => {
    expect(
      ageOf({ version: '1', changedAt: at(0) }, { source_version: '', source_changed_at: null }),
    ).toBe('newer');
  });
});
