/** A mark that nobody took back. */
export interface Mark {
  at: Date;
  countsUntil: Date;
}

export interface CreditRules {
  limit: number;
  suspendDays: number;
}

export interface Standing {
  /** How many marks count now. */
  counted: number;
  /** The end of the last suspension that was earned; it may lie in the past. */
  suspendedUntil: Date | null;
}

const dayMs = 86_400_000;

/**
 * What the marks of a patient add up to. A mark that brings those still counting to the limit suspends
 * booking from then on; a mark taken back therefore takes the suspension back that rested on it. What was
 * lifted stays lifted: only a later mark suspends again.
 */
export function standingOf(
  marks: readonly Mark[],
  rules: CreditRules,
  liftedAt: Date | null,
  now: Date,
): Standing {
  const countedAt = (moment: Date) =>
    marks.filter((mark) => mark.at <= moment && mark.countsUntil > moment).length;
  const ends = marks
    .filter((mark) => liftedAt === null || mark.at > liftedAt)
    .filter((mark) => countedAt(mark.at) >= rules.limit)
    .map((mark) => mark.at.getTime() + rules.suspendDays * dayMs);
  return {
    counted: countedAt(now),
    suspendedUntil: ends.length > 0 ? new Date(Math.max(...ends)) : null,
  };
}
