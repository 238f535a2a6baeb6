import { EncountersController } from './encounters.controller';
import { ReadEncounters } from './read-encounters';

export const encounterClasses = [ReadEncounters, EncountersController];
