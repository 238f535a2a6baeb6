import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { addMinutes, Settings } from '../../../kernel';
import { exclusivity } from '../appointment.settings';
import { BookingWindowReader } from '../availability';
import type { FittingRules } from './fitting.sql';
import type { OfferTimes } from './offer-deadline';
import { offerMinutes, quietFrom, quietUntil, waitlistCutoffMinutes } from './waitlist.settings';

/** The rules in force at one moment. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WaitlistRules {
  @Inject()
  settings: Settings;
  @Inject()
  bookingWindowReader: BookingWindowReader;

  async fitting(): Promise<FittingRules> {
    const { now, lastDay } = await this.bookingWindowReader.now();
    const earliest = addMinutes(now, await this.settings.get(waitlistCutoffMinutes));
    return { now, lastDay, earliest, exclusivity: await this.settings.get(exclusivity) };
  }

  /** After this instant nothing of a slot is offered any more. */
  async cutoffOf(startsAt: Date): Promise<Date> {
    return addMinutes(startsAt, -(await this.settings.get(waitlistCutoffMinutes)));
  }

  async offerTimes(): Promise<OfferTimes> {
    return {
      offerMinutes: await this.settings.get(offerMinutes),
      quietFrom: await this.settings.get(quietFrom),
      quietUntil: await this.settings.get(quietUntil),
    };
  }
}
