import { AppealCreditEvent } from './appeal-credit-event';
import { BookingPatterns } from './booking-patterns';
import { CreditAppeals } from './credit-appeals';
import { CreditMarks } from './credit-marks';
import { CreditStanding } from './credit-standing';
import { CreditView } from './credit-view';
import { DecideCreditAppeal } from './decide-credit-appeal';
import { LiftCreditSuspension } from './lift-credit-suspension';
import { ListPatientCredit } from './list-patient-credit';
import { MarkNoShows } from './mark-no-shows.job';
import { PortalCreditController } from './portal-credit.controller';
import { RecordCreditEvent } from './record-credit-event';
import { StaffCreditController } from './staff-credit.controller';

export { CreditStanding } from './credit-standing';
export { creditSettings } from './credit.settings';
export { MarkNoShows } from './mark-no-shows.job';

export const creditClasses = [
  CreditStanding,
  CreditMarks,
  MarkNoShows,
  CreditView,
  AppealCreditEvent,
  CreditAppeals,
  DecideCreditAppeal,
  RecordCreditEvent,
  LiftCreditSuspension,
  ListPatientCredit,
  BookingPatterns,
  PortalCreditController,
  StaffCreditController,
];
