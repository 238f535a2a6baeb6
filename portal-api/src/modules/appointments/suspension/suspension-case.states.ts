import type { SuspensionCaseState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** `told` → heard of it or not → another visit or none. Whom a call reached may have been unreached before. */
export const suspensionCaseStates = stateTable<SuspensionCaseState>({
  told: ['reached', 'unreached', 'rescheduled', 'cancelled'],
  unreached: ['reached', 'rescheduled', 'cancelled'],
  reached: ['rescheduled', 'cancelled'],
  rescheduled: [],
  cancelled: [],
});

/** The patient has neither another visit nor the money back. */
export const openCaseStates = suspensionCaseStates.sourcesOf('cancelled');
