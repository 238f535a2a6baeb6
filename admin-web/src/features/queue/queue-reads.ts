import type { OperationName } from '@/shared/api/client';

/** What is no longer true once somebody was called, moved or seen. */
export const queueReads: OperationName[] = [
  'listQueues',
  'getQueue',
  'getClinicDay',
  'listAppointments',
  'getDaySummary',
  'getAppointment',
];
