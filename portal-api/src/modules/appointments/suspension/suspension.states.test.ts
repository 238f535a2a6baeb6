import { suspensionCaseStates as caseStates, suspensionStates as states } from '@suizhen/contract';
import { describe, expect, it } from 'vitest';
import { openCaseStates, suspensionCaseStates } from './suspension-case.states';
import { suspensionStates } from './suspension.states';

const pairs = <S extends string>(list: readonly S[]) =>
  list.flatMap((from) => list.map((to) => [from, to] as const));

describe('a case', () => {
  const allowed = new Set([
    'told → reached',
    'told → unreached',
    'told → rescheduled',
    'told → cancelled',
    'unreached → reached',
    'unreached → rescheduled',
    'unreached → cancelled',
    'reached → rescheduled',
    'reached → cancelled',
  ]);

  it.each(pairs(caseStates))('%s → %s', (from, to) => {
    expect(suspensionCaseStates.canMove(from, to)).toBe(allowed.has(`${from} → ${to}`));
  });

  it('is open until the patient has another visit or the money back', () => {
    expect([...openCaseStates].sort()).toEqual(['reached', 'told', 'unreached']);
  });
});

describe('a suspension', () => {
  it.each(pairs(states))('%s → %s', (from, to) => {
    expect(suspensionStates.canMove(from, to)).toBe(from === 'open' && to === 'closed');
  });
});
