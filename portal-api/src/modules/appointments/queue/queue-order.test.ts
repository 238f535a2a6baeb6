import type { QueuePriority } from '@suizhen/contract';
import { describe, expect, it } from 'vitest';
import { compareWaiting, keyBehind, orderKeyOf, type Waiting } from './queue-order';

const nine = new Date('2026-03-04T09:00:00+08:00');
const slot = (minutes: number) => new Date(nine.getTime() + minutes * 60_000);
let clock = 0;

const onTime = (id: string, minutes: number, number: number): Waiting => ({
  id,
  priority: 'none',
  order_key: orderKeyOf(slot(minutes), number),
  placed_behind_at: null,
});
const placed = (
  id: string,
  queue: Waiting[],
  behind: number,
  minutes = 0,
  number = 1,
): Waiting => ({
  id,
  priority: 'none',
  order_key: keyBehind(queue, behind, orderKeyOf(slot(minutes), number)),
  placed_behind_at: new Date(nine.getTime() + ++clock),
});
const urgent = (entry: Waiting, priority: QueuePriority): Waiting => ({ ...entry, priority });
const idsOf = (queue: Waiting[]) =>
  [...queue]
    .sort(compareWaiting)
    .map(({ id }) => id)
    .join('');

describe('the order of a queue', () => {
  it('goes by slot and number, whenever somebody on time came', () => {
    expect(idsOf([onTime('c', 30, 7), onTime('b', 0, 2), onTime('a', 0, 1)])).toBe('abc');
  });

  it('puts emergencies first, then other priorities, each by slot and number', () => {
    const queue = [
      onTime('d', 0, 1),
      urgent(onTime('c', 30, 8), 'returning'),
      urgent(onTime('b', 0, 3), 'elderly'),
      urgent(onTime('a', 60, 9), 'emergency'),
    ];
    expect(idsOf(queue)).toBe('abcd');
  });

  it('places the late behind as many as the rule says', () => {
    const queue = [onTime('a', 30, 5), onTime('b', 30, 6), onTime('d', 60, 7)];
    expect(idsOf([...queue, placed('c', queue, 2)])).toBe('abcd');
  });

  it('places the late behind all when fewer wait, and first when nobody does', () => {
    const queue = [onTime('a', 30, 5)];
    expect(idsOf([...queue, placed('b', queue, 3)])).toBe('ab');
    const alone = placed('a', [], 3);
    expect(idsOf([onTime('b', 30, 5), alone])).toBe('ab');
  });

  it('keeps the late among themselves in the order of arrival', () => {
    const queue = [onTime('a', 30, 5), onTime('b', 30, 6), onTime('f', 90, 9)];
    for (const id of ['c', 'd', 'e']) queue.push(placed(id, queue, 2));
    expect(idsOf(queue)).toBe('abcdef');
  });

  it('lets nobody gain by being late or passed over', () => {
    const queue = [onTime('a', 0, 1)];
    expect(idsOf([...queue, onTime('b', 30, 4), placed('c', queue, 1, 30, 5)])).toBe('abc');
  });

  it('sends nobody back where the rule is nought', () => {
    const queue = [onTime('b', 30, 5), onTime('c', 30, 6)];
    expect(idsOf([...queue, placed('a', queue, 0)])).toBe('abc');
  });

  it('does not count who has priority among those to wait behind', () => {
    const queue = [urgent(onTime('a', 0, 1), 'elderly'), onTime('b', 30, 5), onTime('d', 30, 6)];
    expect(idsOf([...queue, placed('c', queue, 1)])).toBe('abcd');
  });
});
