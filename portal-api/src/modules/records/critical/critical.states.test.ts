import { criticalStates as all, type CriticalState } from '@suizhen/contract';
import { describe, expect, it } from 'vitest';
import { criticalStates } from './critical.states';

const allowed: [CriticalState, CriticalState][] = [
  ['open', 'escalated'],
  ['open', 'acknowledged'],
  ['escalated', 'escalated'],
  ['escalated', 'acknowledged'],
  ['acknowledged', 'resolved'],
];

describe('a critical value', () => {
  for (const from of all) {
    for (const to of all) {
      const may = allowed.some(([a, b]) => a === from && b === to);
      it(`${may ? 'may' : 'may not'} go from ${from} to ${to}`, () => {
        expect(criticalStates.canMove(from, to)).toBe(may);
      });
    }
  }
});
