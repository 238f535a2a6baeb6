import type { ModuleDefinition } from '../../kernel';

/** The archive of patients: what was found, by whom, and who may see it when. */
export const recordsModule: ModuleDefinition = {
  name: 'records',
  classes: [],
};
