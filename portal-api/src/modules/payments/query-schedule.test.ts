import { expect, it } from 'vitest';
import { nextQueryAt } from './query-schedule';

const now = new Date('2026-03-03T01:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

it('asks soon at first, then in growing steps of at most ten minutes', () => {
  const steps = [0, 1, 2, 3, 4, 5, 6, 50].map(
    (attempts) => (nextQueryAt(now, attempts, inMinutes(600)).getTime() - now.getTime()) / 1000,
  );
  expect(steps).toEqual([5, 30, 60, 180, 300, 600, 600, 600]);
});

it('asks at the moment the place is given up, and goes on afterwards', () => {
  expect(nextQueryAt(now, 5, inMinutes(3))).toEqual(inMinutes(3));
  expect(nextQueryAt(now, 2, inMinutes(-3))).toEqual(inMinutes(1));
});
