export { AccountTies } from './account-ties';
export { AppointmentsOfPatient } from './patient-follower';
export { AppointmentPayable } from './appointment-payable';
export { appointmentsModule } from './appointments.module';
export {
  HospitalConfirmations,
  isAwaitedSql,
  NumberSourceHolder,
  type NumberLock,
  type NumberSource,
} from './number-source';
export { RosterAvailability } from './availability';
export { SuspensionMessages } from './suspension';
export { appealDays, creditLimit, creditWindowDays } from './credit/credit.settings';
export { HospitalRosters } from './hospital-rosters';
export type { HospitalRosterOutcome } from './hospital-rosters';
export { periodNames } from './rosters/roster-plan';
export { HospitalVisits } from './hospital-visits';
export { isCallSentBySms } from './queue';
export { hospitalName, servicePhone, whatToBring } from './appointment.settings';
