/**
 * When to ask about an unpaid order whose notification may be lost. WeChat's own advice ends in steps
 * of 30 minutes; ours in 10, so that money is never unaccounted for longer than half an hour.
 */
const stepsSeconds = [5, 30, 60, 180, 300, 600] as const;

/** @param attempts how often we have asked */
export function nextQueryAt(now: Date, attempts: number, expiresAt: Date): Date {
  const step = stepsSeconds[Math.min(attempts, stepsSeconds.length - 1)]!;
  const next = now.getTime() + step * 1000;
  // The moment the place is given up is the moment to know whether money came.
  const isOpen = expiresAt.getTime() > now.getTime();
  return new Date(isOpen ? Math.min(next, expiresAt.getTime()) : next);
}
