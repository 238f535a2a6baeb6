import { vitalAlarmStates as states } from '@suizhen/contract';
import { expect, it } from 'vitest';
import { vitalAlarmStates } from './vital-alarm.states';

const allowed = new Set(['open → escalated', 'open → acknowledged', 'escalated → acknowledged']);

it.each(states.flatMap((from) => states.map((to) => [from, to] as const)))(
  '%s → %s',
  (from, to) => {
    expect(vitalAlarmStates.canMove(from, to)).toBe(allowed.has(`${from} → ${to}`));
  },
);
