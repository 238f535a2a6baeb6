/** From the parts of a message to what becomes of it. Pure. */
import { InboundProblem, type Reading } from '../canonical';
import type { PartOutcome, Verdict } from './inbound-row';

/** Understood, and nothing that a person would have to mend. */
const harmless = ['not-kept-here', 'unknown-kind'] as const;

export function verdictOf(reading: Reading, parts: readonly PartOutcome[]): Verdict {
  const base = {
    leftOut: [...new Set([...reading.leftOut, ...parts.flatMap(leftOutOf)])].slice(0, 100),
    patientId: parts.find((part) => part.patientId !== null)?.patientId ?? null,
    waitsFor: parts.map(waitOf).find((key) => key !== null) ?? null,
    fault: null,
    faultText: '',
  };
  const conflict = parts.find((part) => part.kind === 'conflict');
  if (conflict) {
    return { ...base, state: 'processed', fault: 'conflict', faultText: conflict.text };
  }
  if (parts.some((part) => part.kind === 'taken')) return { ...base, state: 'processed' };
  if (parts.some((part) => part.kind === 'older')) return { ...base, state: 'superseded' };
  const aside = parts.find((part) => part.kind === 'set-aside');
  return {
    ...base,
    state: 'set-aside',
    fault: aside?.fault ?? 'not-kept-here',
    faultText: aside?.text ?? '没有本系统保存的内容',
  };
}

export function verdictOnProblem(problem: InboundProblem): Verdict {
  return {
    state: harmless.some((fault) => fault === problem.fault) ? 'set-aside' : 'quarantined',
    fault: problem.fault,
    faultText: problem.message.slice(0, 300),
    leftOut: [],
    patientId: null,
    waitsFor: problem instanceof AwaitedProblem ? problem.waitsFor : null,
  };
}

/** Nothing can be made of it before something else has come, or somebody said who is meant. */
export class AwaitedProblem extends InboundProblem {
  constructor(
    fault: 'unknown-patient' | 'unknown-practitioner' | 'conflict',
    text: string,
    /** `patient:`, `encounter:` or `practitioner:` and the id in their system. */
    readonly waitsFor: string,
  ) {
    super(fault, text);
  }
}

function leftOutOf(part: PartOutcome): readonly string[] {
  if (part.kind === 'taken') return part.leftOut ?? [];
  return part.kind === 'set-aside' ? [part.text] : [];
}

function waitOf(part: PartOutcome): string | null {
  return part.kind === 'taken' ? (part.waitsFor ?? null) : null;
}
