import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Settings, type LocalDate } from '../../../kernel';
import { bookingWindowDays, releaseTime } from '../appointment.settings';
import { defaultReleaseAt } from './release-at';

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
