/** The kiosk in the hall: who one is, the visits of today, and the slip. */
import { CheckInAtKiosk } from './check-in-at-kiosk';
import { FindKioskVisits } from './find-kiosk-visits';
import { ForgetUsedTickets } from './forget-used-tickets.job';
import { KioskController } from './kiosk.controller';
import { KioskTickets } from './kiosk-tickets';

export { ForgetUsedTickets } from './forget-used-tickets.job';

export const kioskClasses = [
  KioskTickets,
  FindKioskVisits,
  CheckInAtKiosk,
  ForgetUsedTickets,
  KioskController,
];
