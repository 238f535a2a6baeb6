import type { ModuleDefinition } from '../../kernel';
import { ClaimWorkItem } from './claim-work-item';
import { CompleteWorkItem } from './complete-work-item';
import { ListWorkItems } from './list-work-items';
import { OfficeHours } from './office-hours';
import { WorkOfPatient } from './patient-follower';
import { WorkSubjectsHolder } from './ports';
import { WorkController } from './work.controller';
import { WorkItems } from './work-items';
import { WorkReader } from './work-reader';
import { workSettings } from './work.settings';

export const workModule: ModuleDefinition = {
  name: 'work',
  classes: [
    WorkSubjectsHolder,
    OfficeHours,
    WorkItems,
    WorkOfPatient,
    WorkReader,
    ListWorkItems,
    ClaimWorkItem,
    CompleteWorkItem,
    WorkController,
  ],
  settings: workSettings,
};
