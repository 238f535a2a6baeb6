import { expect, it } from 'vitest';
import { lastOfficeTime, nextOfficeTime, usualOfficeTime } from './office-time';

const at = (text: string) => new Date(`${text}:00+08:00`);

it.each([
  ['2026-03-03T09:30', '2026-03-03T09:30', '2026-03-03T09:30'],
  ['2026-03-03T18:00', '2026-03-03T18:00', '2026-03-03T18:00'],
  ['2026-03-03T02:40', '2026-03-03T08:00', '2026-03-02T18:00'],
  ['2026-03-03T23:10', '2026-03-04T08:00', '2026-03-03T18:00'],
])('%s is followed by %s and preceded by %s', (moment, next, last) => {
  expect(nextOfficeTime(at(moment), usualOfficeTime)).toEqual(at(next));
  expect(lastOfficeTime(at(moment), usualOfficeTime)).toEqual(at(last));
});

it('a house that works day and night has no night', () => {
  const always = { from: '00:00', until: '00:00' };
  expect(nextOfficeTime(at('2026-03-03T02:40'), always)).toEqual(at('2026-03-03T02:40'));
  expect(lastOfficeTime(at('2026-03-03T02:40'), always)).toEqual(at('2026-03-03T02:40'));
});
