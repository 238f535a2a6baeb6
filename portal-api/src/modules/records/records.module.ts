import type { ModuleDefinition } from '../../kernel';
import { CriticalAlerts } from './critical/critical-alerts';
import { RecordIntake } from './intake/record-intake';
import { SaveEncounter } from './intake/save-encounter';
import { SaveReport } from './intake/save-report';
import { SaveVisitPart } from './intake/save-visit-part';
import { recordsSettings } from './records.settings';
import { ReleasePolicies } from './release/release-policies';
import { ReportNews } from './release/report-news';

/** The archive of patients: what was found, by whom, and who may see it when. */
export const recordsModule: ModuleDefinition = {
  name: 'records',
  classes: [
    ReleasePolicies,
    ReportNews,
    CriticalAlerts,
    SaveReport,
    SaveEncounter,
    SaveVisitPart,
    RecordIntake,
  ],
  settings: recordsSettings,
};
