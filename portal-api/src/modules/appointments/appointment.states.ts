import type { AppointmentStatus } from '@suizhen/contract';
import { stateTable } from '../../kernel';

/** From the held place to the visit. What is over stays over: a new wish is a new appointment. */
export const appointmentStates = stateTable<AppointmentStatus>({
  pending: ['booked', 'cancelled'],
  booked: ['arrived', 'cancelled', 'noshow'],
  // Back to booked where the clinic is suspended before the patient was seen.
  arrived: ['fulfilled', 'cancelled', 'noshow', 'booked'],
  fulfilled: [],
  cancelled: [],
  noshow: [],
});
