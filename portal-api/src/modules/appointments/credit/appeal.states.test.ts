import { expect, it } from 'vitest';
import { appealStates } from './appeal.states';

it('an appeal is decided once and stays decided', () => {
  for (const from of appealStates.states) {
    for (const to of appealStates.states) {
      const isAllowed = from === 'open' && to !== 'open';
      expect(appealStates.canMove(from, to), `${from} → ${to}`).toBe(isAllowed);
    }
  }
});
