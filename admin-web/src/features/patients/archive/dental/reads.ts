import type { OperationName } from '@/shared/api/client';

/** What is no longer true once something about the teeth was written. */
export const dentalReads: OperationName[] = [
  'getPatientDentalRecord',
  'getPatientTimeline',
  'getPatientPrompts',
];
