/** 候补: who waits, and how freed places go to them. */
import { AcceptOfferForPatient } from './accept-for-patient';
import { AcceptMyOffer } from './accept-my-offer';
import { AnswerWaitlist } from './answer-waitlist';
import { EndEntry } from './end-entry';
import { EndWaitlistOf } from './end-waitlist-of';
import { EndWaitsOnBooking, EndWaitsOnMove } from './end-waits-on-booking';
import { JoinWaitlistForPatient } from './join-for-patient';
import { JoinMyWaitlist } from './join-my-waitlist';
import { JoinWaitlist } from './join-waitlist';
import { MyWaitlist } from './my-waitlist';
import { OfferPlaces } from './offer-places';
import { PortalWaitlistController } from './portal-waitlist.controller';
import { RemoveWaitlistEntry } from './remove-entry';
import { RunWaitlist } from './run-waitlist.job';
import { StaffWaitlist } from './staff-waitlist';
import { StaffWaitlistController } from './staff-waitlist.controller';
import { TakeOffer } from './take-offer';
import { WaitlistLocks } from './waitlist-locks';
import { WaitlistRules } from './waitlist-rules';
import { Waitlist } from './waitlist.repository';
import { Wishes } from './wish';

export { EndWaitsOnBooking, EndWaitsOnMove } from './end-waits-on-booking';
export { RunWaitlist } from './run-waitlist.job';
export { waitlistSettings } from './waitlist.settings';

export const waitlistClasses = [
  Waitlist,
  WaitlistLocks,
  WaitlistRules,
  OfferPlaces,
  EndEntry,
  EndWaitlistOf,
  EndWaitsOnBooking,
  EndWaitsOnMove,
  Wishes,
  JoinWaitlist,
  JoinMyWaitlist,
  JoinWaitlistForPatient,
  TakeOffer,
  AcceptMyOffer,
  AcceptOfferForPatient,
  AnswerWaitlist,
  RemoveWaitlistEntry,
  RunWaitlist,
  MyWaitlist,
  StaffWaitlist,
  PortalWaitlistController,
  StaffWaitlistController,
];
