import { inboundKinds, type InboundKind } from '@suizhen/contract';

/** Pulled in this order: who comes before what is about them. */
export const pullOrder: readonly InboundKind[] = [
  'practitioner',
  'patient',
  'patient-merge',
  'roster',
  'slot',
  'appointment',
  'encounter',
  'condition',
  'medication-request',
  'observation',
  'charge',
  'report',
];

const messageTypes: readonly (readonly [RegExp, InboundKind])[] = [
  [/^ADT\^A40/, 'patient-merge'],
  [/^ADT\^A(28|31|08)/, 'patient'],
  [/^ADT\^A(?!40|28|31|08)/, 'encounter'],
  [/^SIU/, 'appointment'],
  [/^ORU/, 'report'],
  [/^(ORM|OML|OMP|OMG|RDE)/, 'medication-request'],
  [/^DFT/, 'charge'],
  [/^MFN/, 'practitioner'],
];

/** What PostgreSQL matches for messages of these kinds; null for none. */
export function patternOfKinds(kinds: readonly string[]): string | null {
  const types = messageTypes.filter(([, kind]) => kinds.includes(kind));
  const parts = [...kinds.map((kind) => `^${kind}$`), ...types.map(([{ source }]) => source)];
  return parts.length === 0 ? null : parts.join('|');
}

/** The line of the board to which a message belongs; null for what nobody can tell. */
export function streamKindOf(kind: string): InboundKind | null {
  const own = inboundKinds.find((known) => known === kind);
  return own ?? messageTypes.find(([pattern]) => pattern.test(kind))?.[1] ?? null;
}
