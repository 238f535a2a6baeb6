/** The archive: visits, reports and their release, vitals, documents, teeth. */
export type * from './intake/incoming';
export { recordsModule } from './records.module';
