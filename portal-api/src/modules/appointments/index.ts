export { appointmentsModule } from './appointments.module';
export { RosterAvailability } from './availability';
