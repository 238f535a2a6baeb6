/**
 * Countdowns run by the hospital's clock, not by the phone's, which may be minutes off. The offset
 * comes with every reading of the public configuration.
 */
let offsetMs = 0;

const deviceNow = (): number => Date.now();

export function adoptServerTime(serverTime: string): void {
  const server = Date.parse(serverTime);
  if (!Number.isNaN(server)) offsetMs = server - deviceNow();
}

/** The hospital's present, in milliseconds since 1970. */
export const now = (): number => deviceNow() + offsetMs;

const shanghaiOffsetMs = 8 * 3_600_000;

/** A Date whose UTC fields read as wall-clock time in Asia/Shanghai (no summer time since 1991). */
export const shanghai = (instant: number | string): Date =>
  new Date((typeof instant === 'string' ? Date.parse(instant) : instant) + shanghaiOffsetMs);

/** Today in Asia/Shanghai as `YYYY-MM-DD`. */
export const today = (): string => shanghai(now()).toISOString().slice(0, 10);

/** The day that lies `days` after `date`. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
