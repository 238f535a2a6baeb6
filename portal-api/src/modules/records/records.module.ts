import type { ModuleDefinition } from '../../kernel';
import { RecordsOfAccount } from './account-follower';
import { ArchiveReach } from './archive-reach';
import { AcknowledgeAlert } from './critical/acknowledge-alert';
import { AlertReader } from './critical/alert-reader';
import { AlertRoutes } from './critical/alert-routes';
import { CriticalAlerts } from './critical/critical-alerts';
import { CriticalController } from './critical/critical.controller';
import { EscalateAlerts } from './critical/escalate-alerts.job';
import { ResolveAlert } from './critical/resolve-alert';
import { dentalClasses } from './dental';
import { documentClasses } from './documents';
import { encounterClasses } from './encounters';
import { explanationClasses } from './explanations';
import { RecordIntake } from './intake/record-intake';
import { SaveEncounter } from './intake/save-encounter';
import { SaveReport } from './intake/save-report';
import { SaveVisitPart } from './intake/save-visit-part';
import { pacsViewerUrl, pdfClasses } from './pdf';
import { ArchiveOfPatient } from './patient-follower';
import { readingClasses } from './reading';
import { RecordLooks } from './record-looks';
import { ReportReach } from './report-reach';
import { recordsSettings } from './records.settings';
import { DecideRelease } from './release/decide-release';
import { ListReportReviews } from './release/list-report-reviews';
import { ReleaseDueReports } from './release/release-due-reports.job';
import { ReleaseController } from './release/release.controller';
import { ReleasePolicies } from './release/release-policies';
import { ReportNews } from './release/report-news';
import { sharingClasses } from './sharing';
import { timelineClasses } from './timeline';
import { vitalClasses, vitalJobs, vitalSettings, vitalSubscriptions } from './vitals';

/** The archive of patients: what was found, by whom, and who may see it when. */
export const recordsModule: ModuleDefinition = {
  name: 'records',
  classes: [
    ReleasePolicies,
    ReportNews,
    RecordLooks,
    ReportReach,
    AlertRoutes,
    CriticalAlerts,
    AlertReader,
    AcknowledgeAlert,
    ResolveAlert,
    EscalateAlerts,
    CriticalController,
    DecideRelease,
    ListReportReviews,
    ReleaseDueReports,
    ReleaseController,
    SaveReport,
    SaveEncounter,
    SaveVisitPart,
    RecordIntake,
    ...readingClasses,
    ...explanationClasses,
    ...pdfClasses,
    ...sharingClasses,
    ArchiveReach,
    RecordsOfAccount,
    ArchiveOfPatient,
    ...encounterClasses,
    ...documentClasses,
    ...vitalClasses,
    ...dentalClasses,
    ...timelineClasses,
  ],
  jobs: [
    { name: 'release-due-reports', everySeconds: 20, job: ReleaseDueReports },
    { name: 'escalate-critical-alerts', everySeconds: 15, job: EscalateAlerts },
    ...vitalJobs,
  ],
  subscriptions: vitalSubscriptions,
  settings: [...recordsSettings, pacsViewerUrl, ...vitalSettings],
};
