import type { ModuleDefinition } from '../../kernel';
import { appointmentSettings } from './appointment.settings';
import { availabilityClasses } from './availability';
import { rosterClasses } from './rosters';

/** Rosters, places and appointments. */
export const appointmentsModule: ModuleDefinition = {
  name: 'appointments',
  classes: [...rosterClasses, ...availabilityClasses],
  settings: appointmentSettings,
};
