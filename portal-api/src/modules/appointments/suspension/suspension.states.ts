import type { SuspensionState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** Closed when every patient is taken care of, and then for good. */
export const suspensionStates = stateTable<SuspensionState>({
  open: ['closed'],
  closed: [],
});
