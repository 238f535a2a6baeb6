import type { ReleaseState } from '@suizhen/contract';
import { stateTable } from '../../../kernel';

/**
 * What staff may do about a report. A critical value is dealt with through its alert, and what is told in
 * person only stays so: it is handed out, not released. What intake does follows `release.ts`.
 */
export const staffReleaseStates = stateTable<ReleaseState>({
  'critical-hold': [],
  review: ['released', 'withheld'],
  timed: ['released', 'withheld'],
  'in-person': ['withheld'],
  released: ['withheld'],
  withheld: ['released'],
});
