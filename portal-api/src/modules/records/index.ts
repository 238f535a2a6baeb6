/** The archive: visits, reports and their release, vitals, documents, teeth. */
export type * from './intake/incoming';
export { RecordIntake } from './intake/record-intake';
export type { Saved } from './intake/save-report';
export { recordsModule } from './records.module';
