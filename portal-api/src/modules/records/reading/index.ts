/** Reading reports: lists, one report, trends. */
import { CorrectionNotes } from './correction-notes';
import { GetMyReport } from './get-my-report';
import { ListPatientReports } from './list-patient-reports';
import { ListReportRevisions } from './list-report-revisions';
import { PatientReach } from './patient-reach';
import { PortalReportsController } from './portal-reports.controller';
import { SearchMyReports } from './search-my-reports';
import { StaffReports } from './staff-reports';
import { StaffReportsController } from './staff-reports.controller';
import { Trends } from './trends';

export { GetMyReport } from './get-my-report';
export { StaffReports, type StaffReport } from './staff-reports';

export const readingClasses = [
  CorrectionNotes,
  PatientReach,
  GetMyReport,
  SearchMyReports,
  Trends,
  StaffReports,
  ListPatientReports,
  ListReportRevisions,
  PortalReportsController,
  StaffReportsController,
] as const;
