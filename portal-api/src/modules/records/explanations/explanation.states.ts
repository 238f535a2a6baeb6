import type { ExplanationState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/** A text that is changed is a draft again. One that is approved may be approved anew when its day comes. */
export const explanationStates = stateTable<ExplanationState>({
  draft: ['approved', 'retired'],
  approved: ['approved', 'retired'],
  retired: [],
});
