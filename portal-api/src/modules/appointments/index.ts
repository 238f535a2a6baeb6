export { AccountTies } from './account-ties';
export { AppointmentPayable } from './appointment-payable';
export { appointmentsModule } from './appointments.module';
export { RosterAvailability } from './availability';
export { servicePhone, whatToBring } from './appointment.settings';
