import type { AppointmentStatus } from '@suizhen/contract';
import { stateTable } from '../../kernel';

/** From the held place to the visit. What is over stays over: a new wish is a new appointment. */
export const appointmentStates = stateTable<AppointmentStatus>({
  pending: ['booked', 'cancelled'],
  booked: ['arrived', 'cancelled', 'noshow'],
  arrived: ['fulfilled', 'cancelled', 'noshow'],
  fulfilled: [],
  cancelled: [],
  noshow: [],
});
