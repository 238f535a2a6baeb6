import type { ModuleDefinition } from '../../kernel';

/** The hospital's own systems: what comes in, what goes out, and how far behind either is. */
export const integrationModule: ModuleDefinition = {
  name: 'integration',
  classes: [],
};
