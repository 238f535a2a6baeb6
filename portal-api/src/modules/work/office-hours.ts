import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, Settings } from '../../kernel';
import { lastOfficeTime, nextOfficeTime, type OfficeTime } from './office-time';
import { officeFrom, officeUntil } from './work.settings';

/** Nothing is due at night, when nobody would do it and no patient wants a call. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OfficeHours {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  /** The moment, or the next morning. */
  async within(moment: Date): Promise<Date> {
    return nextOfficeTime(moment, await this.office());
  }

  /** What must be done by then: by the evening before, unless that is past already. */
  async by(deadline: Date): Promise<Date> {
    const last = lastOfficeTime(deadline, await this.office());
    return last > this.kernelContext.clock.now() ? last : deadline;
  }

  private async office(): Promise<OfficeTime> {
    return {
      from: await this.settings.get(officeFrom),
      until: await this.settings.get(officeUntil),
    };
  }
}
