/** Links by which a patient shows one report to a doctor. */
import { OpenSharedReport } from './open-shared-report';
import { ReportShares } from './report-shares';
import { SharingController } from './sharing.controller';

export const sharingClasses = [ReportShares, OpenSharedReport, SharingController] as const;
