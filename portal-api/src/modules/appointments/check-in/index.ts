/** Arriving: by phone, at the desk, at a kiosk. */
import { CheckIn } from './check-in';
import { CheckInController } from './check-in.controller';
import { CheckInFactsReader } from './check-in-facts';
import { CheckInMine } from './check-in-mine';
import { DeskCheckIn } from './desk-check-in';
import { MyQueuePlaces } from './my-queue-places';
import { QueueSlips } from './queue-slips';
import { SaveVisitReason } from './save-visit-reason';
import { SiteCodes } from './site-codes';

export { checkInSettings } from './check-in.settings';

export const checkInClasses = [
  CheckInFactsReader,
  SiteCodes,
  CheckIn,
  QueueSlips,
  MyQueuePlaces,
  CheckInMine,
  DeskCheckIn,
  SaveVisitReason,
  CheckInController,
];
