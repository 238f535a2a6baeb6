import type { OperationName } from '@/shared/api/client';

/** What is no longer true once a report was released, withheld or its critical value dealt with. */
export const reportReads: OperationName[] = [
  'getReport',
  'listPatientReports',
  'listReportReviews',
  'listCriticalAlerts',
  'countCriticalAlerts',
];

/** Each look is recorded for the patient: nothing looks again by itself. */
export const looksOnce = { staleTime: Infinity } as const;
