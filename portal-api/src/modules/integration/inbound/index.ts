import { subscription } from '../../../kernel';
import { InboundMessages } from './inbound-messages';
import { InboundStore } from './inbound-store';
import { NewPatientMessages } from './new-patient-messages';
import { RecordPlaces } from './record-places';
import { TakeAppointment } from './take-appointment';
import { TakeDirectory } from './take-directory';
import { TakeIn } from './take-in.job';
import { TakeMerge } from './take-merge';
import { TakeMessage } from './take-message';
import { TakeNewPatients } from './take-new-patients';
import { TakePatient } from './take-patient';
import { RosterConflicts } from './roster-conflicts';
import { RosterMessages } from './roster-messages';
import { RosterPlaces } from './roster-places';
import { TakeRecords } from './take-records';
import { TakeRoster } from './take-roster';
import { TakeRosterAgain } from './take-roster-again';
import { TakeRosterList } from './take-roster-list';
import { TakeVital } from './take-vital';
import { UnitCheck } from './unit-check';
import { WaitingMessages } from './waiting-messages';

export { InboundStore } from './inbound-store';
export { TakeIn } from './take-in.job';

export const inboundClasses = [
  InboundStore,
  InboundMessages,
  WaitingMessages,
  TakePatient,
  TakeMerge,
  RecordPlaces,
  UnitCheck,
  TakeRecords,
  TakeAppointment,
  TakeVital,
  TakeDirectory,
  RosterMessages,
  RosterPlaces,
  RosterConflicts,
  TakeRoster,
  TakeRosterList,
  TakeRosterAgain,
  TakeMessage,
  NewPatientMessages,
  TakeNewPatients,
  TakeIn,
];

export const inboundSubscriptions = [
  subscription('hospital-roster.reopened', 'take-roster-again', TakeRosterAgain),
];
