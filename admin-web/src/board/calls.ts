import type { BoardQueue } from './live-board';

export interface Call {
  rosterId: string;
  number: number;
  room: string;
}

export const keyOf = (rosterId: string, number: number): string => `${rosterId}/${number}`;

/** After a long break nobody is called who was called before it. */
const staleAfterMs = 120_000;

/** Finds who is called anew: a number not seen before, or one with a higher count. */
export class CallWatch {
  private known: Map<string, number> | null = null;

  /** @param now of the hospital */
  take(queues: readonly BoardQueue[], now: number): Call[] {
    const before = this.known;
    const rosters = new Set(queues.map(({ rosterId }) => rosterId));
    const known = new Map(
      [...(before ?? [])].filter(([key]) => rosters.has(key.slice(0, key.indexOf('/')))),
    );
    const found: { at: number; call: Call }[] = [];
    for (const { queue, number, calls, at } of queues.flatMap(calledIn)) {
      const key = keyOf(queue.rosterId, number);
      const isNew = calls > (known.get(key) ?? 0);
      known.set(key, Math.max(calls, known.get(key) ?? 0));
      if (!isNew || before === null || now - at > staleAfterMs) continue;
      found.push({ at, call: { rosterId: queue.rosterId, number, room: roomOf(queue) } });
    }
    this.known = known;
    return found.sort((a, b) => a.at - b.at).map(({ call }) => call);
  }
}

/** The others were called before the one that is shown; when exactly is not told. */
function calledIn(queue: BoardQueue) {
  const { called, alsoCalled } = queue;
  if (!called) return [];
  const at = Date.parse(called.calledAt);
  return [
    ...alsoCalled.map(({ number, calls }) => ({ queue, number, calls, at: at - 1 })),
    // In the room already: the visit has begun.
    ...(called.isInVisit ? [] : [{ queue, number: called.number, calls: called.calls, at }]),
  ];
}

export const roomOf = ({ room, departmentName }: BoardQueue): string => room || departmentName;

/** Names are masked, so it is the number that is called; a room of three digits is read digit by digit. */
export function spoken({ number, room }: Call): string {
  return `请 ${number} 号，到 ${room.replace(/\d{3,}/g, (digits) => [...digits].join(' '))} 就诊。`;
}
