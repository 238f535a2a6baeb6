import { dentalWorkStates as states } from '@suizhen/contract';
import { expect, it } from 'vitest';
import { openWorkStates, workOrderStates } from './work-order.states';

const allowed = new Set([
  'ordered → in-lab',
  'ordered → cancelled',
  'in-lab → returned',
  'in-lab → cancelled',
  'returned → fitted',
  'returned → remake',
  'remake → in-lab',
  'remake → cancelled',
]);

it.each(states.flatMap((from) => states.map((to) => [from, to] as const)))(
  '%s → %s',
  (from, to) => {
    expect(workOrderStates.canMove(from, to)).toBe(allowed.has(`${from} → ${to}`));
  },
);

it('what is fitted or called off is done', () => {
  expect([...openWorkStates].sort()).toEqual(['in-lab', 'ordered', 'remake', 'returned']);
});
