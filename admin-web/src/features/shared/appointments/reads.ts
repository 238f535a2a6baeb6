import type { OperationName } from '@/shared/api/client';

/** What is no longer true once an appointment was made, paid or cancelled. */
export const appointmentReads: OperationName[] = [
  'listAppointments',
  'getDaySummary',
  'getAppointment',
  'listSlotsForStaff',
  'listRosters',
  'listPatientAppointments',
  'listPatientPayments',
];
