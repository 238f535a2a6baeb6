import type { HoldState } from '@suizhen/contract';
import { stateTable } from '../../kernel';

/** A hold ends once, in one of three ways, and never comes back. */
export const holdStates = stateTable<HoldState>({
  active: ['confirmed', 'released', 'expired'],
  confirmed: [],
  released: [],
  expired: [],
});
