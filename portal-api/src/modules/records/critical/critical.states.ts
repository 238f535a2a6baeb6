import type { CriticalState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** A critical value is acknowledged by somebody before it can be done with; unacknowledged it goes up. */
export const criticalStates = stateTable<CriticalState>({
  open: ['escalated', 'acknowledged'],
  // One level after the other.
  escalated: ['escalated', 'acknowledged'],
  acknowledged: ['resolved'],
  resolved: [],
});
