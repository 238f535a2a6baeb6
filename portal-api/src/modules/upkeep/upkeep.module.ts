import type { ModuleDefinition } from '../../kernel';
import { DeadLetters } from './dead-letters';
import { FailedEvents } from './failed-events';
import { UpkeepController } from './upkeep.controller';

export const upkeepModule: ModuleDefinition = {
  name: 'upkeep',
  classes: [FailedEvents, DeadLetters, UpkeepController],
};
