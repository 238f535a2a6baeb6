export { AccountTies } from './account-ties';
export { AppointmentPayable } from './appointment-payable';
export { appointmentsModule } from './appointments.module';
export { RosterAvailability } from './availability';
export { SuspensionMessages } from './suspension';
export { appealDays, creditLimit, creditWindowDays } from './credit/credit.settings';
export { HospitalVisits } from './hospital-visits';
export { isCallSentBySms } from './queue';
export { hospitalName, servicePhone, whatToBring } from './appointment.settings';
