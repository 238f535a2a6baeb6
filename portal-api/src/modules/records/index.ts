/** The archive: visits, reports and their release, vitals, documents, teeth. */
export { RecordsOfAccount } from './account-follower';
export { PictureTickets } from './dental';
export { DocumentTickets } from './documents';
export type * from './intake/incoming';
export { ArchiveOfPatient } from './patient-follower';
export { RecordIntake } from './intake/record-intake';
export type { Saved } from './intake/save-report';
export { announceWithinDays } from './records.settings';
export { recordsModule } from './records.module';
export { ApprovedExplanations } from './explanations';
export { OpenEncounterSummary, OpenReportImages, OpenReportPdf } from './pdf';
export { ItemExplanationsHolder } from './ports';
export { VitalIntake } from './vitals';
