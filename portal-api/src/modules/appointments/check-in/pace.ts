/** How long it may still take, told from the visits of today. */

export interface Pace {
  ahead: number;
  /** Called or in the room. */
  inRoom: number;
  finished: number;
  /** From the first call to the end of the last visit. */
  from: Date | null;
  to: Date | null;
}

/** One visit says nothing of the next. */
const fewestVisits = 2;

/** @returns whole minutes, or null while nobody can know */
export function minutesToWait({ ahead, inRoom, finished, from, to }: Pace): number | null {
  if (finished < fewestVisits || !from || !to || to <= from) return null;
  const minutesPerVisit = (to.getTime() - from.getTime()) / 60_000 / finished;
  // Who is in the room now is half through, as far as one can tell.
  return Math.ceil(minutesPerVisit * (ahead + inRoom / 2));
}
