import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { addDays, KernelContext, Settings, type LocalDate } from '../../../kernel';
import { bookingWindowDays } from '../appointment.settings';

/** The days patients may book at one moment; both ends included. */
export interface BookingWindow {
  now: Date;
  today: LocalDate;
  lastDay: LocalDate;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class BookingWindowReader {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  async now(): Promise<BookingWindow> {
    const days = await this.settings.get(bookingWindowDays);
    const { clock } = this.kernelContext;
    const today = clock.today();
    return { now: clock.now(), today, lastDay: addDays(today, days - 1) };
  }
}
