import { queueEntryStates as all, type QueueEntryState } from '@suizhen/contract';
import { describe, expect, it } from 'vitest';
import { queueEntryStates } from './queue-entry.states';

const allowed: [QueueEntryState, QueueEntryState][] = [
  ['waiting', 'called'],
  ['waiting', 'left'],
  ['called', 'in-visit'],
  ['called', 'passed'],
  ['called', 'done'],
  ['called', 'waiting'],
  ['called', 'left'],
  ['passed', 'waiting'],
  ['passed', 'left'],
  ['in-visit', 'done'],
  ['in-visit', 'left'],
];

describe('somebody in a queue', () => {
  for (const from of all) {
    for (const to of all) {
      const may = allowed.some(([a, b]) => a === from && b === to);
      it(`${may ? 'may' : 'may not'} go from ${from} to ${to}`, () => {
        expect(queueEntryStates.canMove(from, to)).toBe(may);
      });
    }
  }
});
