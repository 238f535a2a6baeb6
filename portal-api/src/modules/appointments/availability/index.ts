/** Availability: what may be booked, read from rosters and places. */
import { AvailabilityController } from './availability.controller';
import { BookingWindowReader } from './booking-window';
import { HospitalClinics } from './hospital-clinics';
import { ListAlternativeSlots } from './list-alternative-slots';
import { ListDays } from './list-days';
import { ListDoctorSlots } from './list-doctor-slots';
import { ListSlotsForStaff } from './list-slots-for-staff';
import { RosterAvailability } from './roster-availability';
import { StaffSlots } from './staff-slots';

export { BookingWindowReader, type BookingWindow } from './booking-window';
export { RosterAvailability } from './roster-availability';

export const availabilityClasses = [
  AvailabilityController,
  ListDays,
  ListDoctorSlots,
  ListAlternativeSlots,
  ListSlotsForStaff,
  BookingWindowReader,
  HospitalClinics,
  RosterAvailability,
  StaffSlots,
];
