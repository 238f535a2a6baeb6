import type { InboundFault, InboundState, ResponseOf } from '@suizhen/contract';

/** Messages that fared alike. */
export interface MessageGroup extends Record<string, unknown> {
  kind: string;
  state: InboundState;
  fault: InboundFault | null;
  fault_text: string;
  left_out: string[];
  count: number;
}

type MappingRow = ResponseOf<'getMappingReport'>['rows'][number];

const mostLines = 40;

/** A row for every kind, in the order in which they come; the commonest reasons first. */
export function mappingRows(groups: readonly MessageGroup[]): MappingRow[] {
  const kinds = new Map<string, MessageGroup[]>();
  for (const group of groups) {
    const ofKind = kinds.get(group.kind);
    if (ofKind) ofKind.push(group);
    else kinds.set(group.kind, [group]);
  }
  return [...kinds].map(([kind, ofKind]) => ({
    kind,
    received: sum(ofKind),
    processed: sum(ofKind, 'processed', 'superseded'),
    setAside: sum(ofKind, 'set-aside', 'discarded'),
    quarantined: sum(ofKind, 'quarantined'),
    reasons: reasonsOf(ofKind),
    leftOut: leftOutOf(ofKind),
  }));
}

function sum(groups: readonly MessageGroup[], ...states: InboundState[]): number {
  return groups
    .filter(({ state }) => states.length === 0 || states.includes(state))
    .reduce((total, { count }) => total + count, 0);
}

function reasonsOf(groups: readonly MessageGroup[]): MappingRow['reasons'] {
  const reasons = new Map<string, MappingRow['reasons'][number]>();
  for (const { fault, fault_text: text, count } of groups) {
    if (fault === null) continue;
    const key = `${fault} ${text}`;
    reasons.set(key, { fault, text, count: (reasons.get(key)?.count ?? 0) + count });
  }
  return commonest([...reasons.values()]);
}

function leftOutOf(groups: readonly MessageGroup[]): MappingRow['leftOut'] {
  const counts = new Map<string, number>();
  for (const { left_out: parts, count } of groups) {
    for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + count);
  }
  return commonest([...counts].map(([part, count]) => ({ part, count })));
}

/** Those alike in number stay in their order. */
function commonest<T extends { count: number }>(lines: T[]): T[] {
  return lines.sort((one, other) => other.count - one.count).slice(0, mostLines);
}
