import { workStates } from '@suizhen/contract';
import { expect, it } from 'vitest';
import { workItemStates } from './work-item.states';

const allowed = new Set([
  'open → claimed',
  'open → cancelled',
  'claimed → open',
  'claimed → done',
  'claimed → cancelled',
]);

it.each(workStates.flatMap((from) => workStates.map((to) => [from, to] as const)))(
  '%s → %s',
  (from, to) => {
    expect(workItemStates.canMove(from, to)).toBe(allowed.has(`${from} → ${to}`));
  },
);
