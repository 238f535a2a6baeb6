/**
 * Who is called before whom. The fair rule:
 *
 * 1. Priority first: emergencies, then whoever was given priority with a reason, then all others.
 * 2. Whoever checked in before being late goes by the slot that was booked, then by the number. Coming
 *    early buys nothing, so nobody has to stand in line at dawn.
 * 3. Whoever is late, or was passed over and is back, goes behind a set number of those who wait at that
 *    moment, and behind others so placed before: late among the late by arrival. The place does not
 *    sink any more; people of earlier slots who check in after it still go before it.
 */
import type { QueuePriority } from '@suizhen/contract';

export interface Waiting {
  id: string;
  priority: QueuePriority;
  /** Where it stands among the ordinary; see `orderKeyOf`. */
  order_key: number;
  /** When it was placed behind others; null for who goes by slot and number. */
  placed_behind_at: Date | null;
}

export interface CalledEntry {
  id: string;
  order_key: number;
  called_at: Date | null;
}

const urgency = (priority: QueuePriority): number => {
  if (priority === 'emergency') return 0;
  return priority === 'none' ? 2 : 1;
};

/** The same order as SQL over `e`. */
export const queueOrderSql = `case e.priority when 'emergency' then 0 when 'none' then 2 else 1 end,
  e.order_key, e.placed_behind_at nulls first, e.id`;

/** Who was called last comes first. Two calls of one instant went in the order of the queue. */
export const lastCalledSql = 'e.called_at desc, e.order_key desc, e.id desc';

export function compareCalled(a: CalledEntry, b: CalledEntry): number {
  return (
    (b.called_at?.getTime() ?? 0) - (a.called_at?.getTime() ?? 0) ||
    b.order_key - a.order_key ||
    (a.id > b.id ? -1 : 1)
  );
}

export function compareWaiting(a: Waiting, b: Waiting): number {
  return (
    urgency(a.priority) - urgency(b.priority) ||
    a.order_key - b.order_key ||
    (a.placed_behind_at?.getTime() ?? 0) - (b.placed_behind_at?.getTime() ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The booked slot, then the number. */
export function orderKeyOf(slotStartsAt: Date, number: number): number {
  return Math.floor(slotStartsAt.getTime() / 1000) * 10_000 + Math.min(number, 9_999);
}

/**
 * The key of one who goes behind `count` of those who wait: that of the last of them. Equal keys are
 * settled by `placed_behind_at`, so it comes right after.
 * @param own its key by slot and number: nobody gains by being late
 */
export function keyBehind(waiting: readonly Waiting[], count: number, own: number): number {
  const ordinary = waiting.filter(({ priority }) => priority === 'none').sort(compareWaiting);
  const lastPlaced = ordinary.findLastIndex((entry) => entry.placed_behind_at !== null);
  const index = Math.max(Math.min(count, ordinary.length) - 1, count > 0 ? lastPlaced : -1);
  return Math.max(own, ordinary[index]?.order_key ?? own);
}
