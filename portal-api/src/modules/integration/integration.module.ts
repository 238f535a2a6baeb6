import type { ModuleDefinition } from '../../kernel';
import { InboundStore } from './inbound/inbound-store';
import { AdapterFactoryHolder } from './ports';

/** The hospital's own systems: what comes in, what goes out, and how far behind either is. */
export const integrationModule: ModuleDefinition = {
  name: 'integration',
  classes: [AdapterFactoryHolder, InboundStore],
};
