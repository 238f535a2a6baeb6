import { expect, it } from 'vitest';
import { minutesToWait } from './pace';

const nine = new Date('2026-03-04T09:00:00+08:00');
const after = (minutes: number) => new Date(nine.getTime() + minutes * 60_000);

it('is told from the pace of today', () => {
  const today = { finished: 3, from: nine, to: after(30) };
  expect(minutesToWait({ ...today, ahead: 4, inRoom: 1 })).toBe(45);
  expect(minutesToWait({ ...today, ahead: 0, inRoom: 0 })).toBe(0);
});

it('is unknown until two visits are over', () => {
  const one = { ahead: 4, inRoom: 1, from: nine, to: after(10) };
  expect(minutesToWait({ ...one, finished: 1 })).toBeNull();
  expect(minutesToWait({ ahead: 4, inRoom: 1, finished: 0, from: null, to: null })).toBeNull();
});
