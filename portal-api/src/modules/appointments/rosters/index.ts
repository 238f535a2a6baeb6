/** Rosters: who sees patients when, and the slots and numbered places that grow from that. */
import { ApplyRosterTemplates } from './apply-roster-templates';
import { ClinicFactsReader } from './clinic-facts';
import { CopyRosterWeek } from './copy-roster-week';
import { CreateRoster } from './create-roster';
import { DeleteRoster } from './delete-roster';
import { DeleteRosterTemplate } from './delete-roster-template';
import { GetRoster } from './get-roster';
import { ListRosterTemplates } from './list-roster-templates';
import { ListRosters } from './list-rosters';
import { RosterLocks } from './locked-roster';
import { MakeManyRosters } from './make-many-rosters';
import { ReleaseRule } from './release-rule';
import { RostersController } from './rosters.controller';
import { SaveRosterTemplate } from './save-roster-template';
import { UpdateRoster } from './update-roster';

export const rosterClasses = [
  RostersController,
  ListRosters,
  CreateRoster,
  GetRoster,
  UpdateRoster,
  DeleteRoster,
  CopyRosterWeek,
  ListRosterTemplates,
  SaveRosterTemplate,
  DeleteRosterTemplate,
  ApplyRosterTemplates,
  MakeManyRosters,
  ClinicFactsReader,
  ReleaseRule,
  RosterLocks,
];
