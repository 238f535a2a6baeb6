/** 候补: who waits, and how freed places go to them. */
import { EndEntry } from './end-entry';
import { EndWaitlistOf } from './end-waitlist-of';
import { OfferPlaces } from './offer-places';
import { WaitlistLocks } from './waitlist-locks';
import { WaitlistRules } from './waitlist-rules';
import { Waitlist } from './waitlist.repository';

export const waitlistClasses = [
  Waitlist,
  WaitlistLocks,
  WaitlistRules,
  OfferPlaces,
  EndEntry,
  EndWaitlistOf,
];

export { EndWaitlistOf } from './end-waitlist-of';
export { waitlistSettings } from './waitlist.settings';
