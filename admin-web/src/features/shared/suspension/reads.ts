import { appointmentReads } from '@/features/shared/appointments/reads';
import type { OperationName } from '@/shared/api/client';

/** What is no longer true once a clinic was suspended or a patient of it was helped. */
export const suspensionReads: OperationName[] = [
  ...appointmentReads,
  'listSuspensions',
  'getSuspension',
  'listSuspensionCases',
  'listWorkItems',
  'countMyWork',
];
