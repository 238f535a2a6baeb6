import { localDateOf, type LocalDate } from './local-date';

/**
 * The hospital's time. It rules the domain: windows, holds, reminders, expiry. Real time (sessions,
 * TOTP, rate limits, signatures, time-outs) comes from `realTime`.
 */
export interface Clock {
  now(): Date;
  /** The day in Asia/Shanghai. */
  today(): LocalDate;
}

/** Real time, for what lives outside the hospital's calendar. */
export const realTime = {
  // eslint-disable-next-line no-restricted-syntax -- the one place where the machine's clock is read
  now: () => new Date(),
};

export class SystemClock implements Clock {
  now(): Date {
    return realTime.now();
  }
  today(): LocalDate {
    return localDateOf(this.now());
  }
}

/** Real time plus an offset that all processes of a demonstration machine share through the database. */
export class MovableClock implements Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(realTime.now().getTime() + this.offsetMs);
  }
  today(): LocalDate {
    return localDateOf(this.now());
  }
  /** Forward only: a hospital's time never runs back, and neither does a number made from it. */
  setOffset(offsetMs: number): void {
    this.offsetMs = Math.max(this.offsetMs, offsetMs);
  }
  offset(): number {
    return this.offsetMs;
  }
}

/** For tests: stands still until moved. */
export class FixedClock implements Clock {
  private instant: Date;
  constructor(start: Date | string) {
    this.instant = new Date(start);
  }
  now(): Date {
    return new Date(this.instant);
  }
  today(): LocalDate {
    return localDateOf(this.instant);
  }
  set(instant: Date | string): void {
    this.instant = new Date(instant);
  }
  advance(milliseconds: number): void {
    this.instant = new Date(this.instant.getTime() + milliseconds);
  }
}
