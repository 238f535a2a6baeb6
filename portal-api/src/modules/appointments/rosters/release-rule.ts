import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { addDays, instantAt, Settings, type LocalDate, type LocalTime } from '../../../kernel';
import { bookingWindowDays, releaseTime } from '../appointment.settings';

/** The instant at which a day enters the booking window (today included) and its places open (放号). */
export function defaultReleaseAt(date: LocalDate, windowDays: number, time: LocalTime): Date {
  return instantAt(addDays(date, 1 - windowDays), time);
}

/** When places open that have no release time of their own. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReleaseRule {
  @Inject()
  settings: Settings;

  /** The rule in force, to be applied to any number of days. */
  async inForce(): Promise<(date: LocalDate) => Date> {
    const windowDays = await this.settings.get(bookingWindowDays);
    const time = await this.settings.get(releaseTime);
    return (date) => defaultReleaseAt(date, windowDays, time);
  }
}
