import { describe, expect, it } from 'vitest';
import { momentsOf, scaleOf, ticksOf } from './scale';

describe('a scale', () => {
  it('puts values between its ends, upside down where the drawing is', () => {
    const y = scaleOf([0, 10], [200, 0]);
    expect([y(0), y(5), y(10)]).toEqual([200, 100, 0]);
  });

  it('puts the only value in the middle', () => {
    expect(scaleOf([7, 7], [0, 100])(7)).toBe(50);
  });
});

describe('its ticks', () => {
  it('are round and reach around the values', () => {
    expect(ticksOf(3.9, 6.1)).toEqual([3.5, 4, 4.5, 5, 5.5, 6, 6.5]);
    expect(ticksOf(0.31, 0.34).at(0)).toBe(0.31);
  });

  it('do not run away when all values are the same', () => {
    expect(ticksOf(80, 80).length).toBeLessThan(8);
    expect(ticksOf(0, 0).length).toBeLessThan(8);
  });
});

it('spreads the days over the span, ends included', () => {
  expect(momentsOf([0, 10, 100], 3)).toEqual([0, 50, 100]);
  expect(momentsOf([5], 3)).toEqual([5]);
  expect(momentsOf([])).toEqual([]);
});
