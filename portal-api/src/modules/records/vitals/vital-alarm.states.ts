import type { VitalAlarmState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** An alarm goes up a level when nobody takes it, and ends when somebody has talked to the patient. */
export const vitalAlarmStates = stateTable<VitalAlarmState>({
  open: ['escalated', 'acknowledged'],
  escalated: ['acknowledged'],
  acknowledged: [],
});
