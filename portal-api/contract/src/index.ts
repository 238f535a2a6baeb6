/** What the server promises and the clients rely on: every operation with its schemas and access rule. */
import { portalAppointmentOperations } from './appointments';
import { staffAppointmentOperations } from './appointments-staff';
import { kioskOperations, portalCheckInOperations, staffCheckInOperations } from './check-in';
import { clinicDayOperations } from './clinic-day';
import { portalArchiveOperations, staffArchiveOperations } from './archive';
import { portalDentalOperations, staffDentalOperations } from './dental';
import { portalVitalOperations, staffVitalOperations, vitalCallbackOperations } from './vitals';
import { portalCreditOperations, staffCreditOperations } from './credit';
import { deviceOperations } from './devices';
import { boardOperations, queueOperations } from './queue';
import { externalSystemOperations } from './external-systems';
import { integrationOperations } from './integration';
import { portalReportOperations } from './reports';
import { staffReportOperations } from './reports-staff';
import { reconciliationOperations } from './reconciliation';
import { reschedulingOperations } from './rescheduling';
import { suspensionOperations } from './suspensions';
import { portalWaitlistOperations, staffWaitlistOperations } from './waitlist';
import { workOperations } from './work';
import { portalDirectoryOperations, staffDirectoryOperations } from './directory';
import { identityOperations } from './identity';
import { portalMessageOperations } from './messages';
import type { ClientRequest, Operation, OperationRequest, OperationResponse } from './operation';
import { portalPatientOperations } from './patients';
import { staffPatientOperations } from './patients-staff';
import { callbackOperations, portalPaymentOperations } from './payments';
import { rosterOperations } from './rosters';
import { settingsOperations } from './settings';
import { staffAdminOperations, staffSessionOperations } from './staff';
import { upkeepOperations } from './upkeep';
import type { OperationId } from './wire/routes';

export const operations = {
  ...identityOperations,
  ...portalPatientOperations,
  ...portalDirectoryOperations,
  ...portalAppointmentOperations,
  ...portalPaymentOperations,
  ...portalMessageOperations,
  ...staffSessionOperations,
  ...staffAdminOperations,
  ...staffDirectoryOperations,
  ...rosterOperations,
  ...staffAppointmentOperations,
  ...staffPatientOperations,
  ...settingsOperations,
  ...upkeepOperations,
  ...kioskOperations,
  ...portalCheckInOperations,
  ...staffCheckInOperations,
  ...clinicDayOperations,
  ...portalCreditOperations,
  ...staffCreditOperations,
  ...deviceOperations,
  ...boardOperations,
  ...queueOperations,
  ...reconciliationOperations,
  ...reschedulingOperations,
  ...suspensionOperations,
  ...portalWaitlistOperations,
  ...staffWaitlistOperations,
  ...workOperations,
  ...portalReportOperations,
  ...staffReportOperations,
  ...portalArchiveOperations,
  ...staffArchiveOperations,
  ...portalVitalOperations,
  ...staffVitalOperations,
  ...portalDentalOperations,
  ...staffDentalOperations,
  ...externalSystemOperations,
  ...integrationOperations,
  ...vitalCallbackOperations,
  ...callbackOperations,
} satisfies { [K in OperationId]: Operation };

export type Operations = typeof operations;
/** What a handler of operation K receives. */
export type RequestOf<K extends OperationId> = OperationRequest<Operations[K]>;
/** What operation K answers. */
export type ResponseOf<K extends OperationId> = OperationResponse<Operations[K]>;
/** What a client sends to operation K. */
export type ClientRequestOf<K extends OperationId> = ClientRequest<Operations[K]>;

export * from './wire';
export * from './operation';
export * from './identity';
export { ClaimPatientRequest, MyPatient, RecordView } from './patients';
export * from './patients-staff';
export * from './directory';
export * from './rosters';
export * from './appointments';
export * from './appointments-staff';
export * from './payments';
export * from './messages';
export * from './staff';
export * from './settings';
export * from './check-in';
export * from './clinic-day';
export * from './credit';
export * from './devices';
export * from './queue';
export * from './reconciliation';
export * from './rescheduling';
export * from './suspensions';
export * from './waitlist';
export * from './work';
export * from './upkeep';
export * from './archive';
export * from './external-systems';
export * from './integration';
export * from './reports';
export * from './reports-staff';
export * from './vitals';
export * from './dental';
