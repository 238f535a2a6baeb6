import type { InboundFault, InboundState } from '@suizhen/contract';
import { stateTable, type Tx } from '../../../kernel';
import type { ConnectedSystem } from '../systems/connected-systems';

/** Where a message may go from where it stands. A person may have any of them taken in again. */
export const inboundStates = stateTable<InboundState>({
  received: ['processed', 'superseded', 'set-aside', 'quarantined'],
  processed: ['received'],
  superseded: ['received'],
  'set-aside': ['received'],
  quarantined: ['received', 'discarded'],
  discarded: ['received'],
});

/** A message under work, locked. */
export interface InboundRow extends Record<string, unknown> {
  id: string;
  /** bigint */
  seq: string;
  system_id: string;
  kind: string;
  external_id: string;
  external_version: string;
  content: Buffer;
  encoding: 'utf-8' | 'gb18030';
  attempts: number;
  changed_at: Date | null;
  received_at: Date;
  is_unit_accepted: boolean;
}

/** What every step of taking a message in works with. */
export interface Taking {
  tx: Tx;
  system: ConnectedSystem;
  row: InboundRow;
}

/** What became of one part of a message. */
export type PartOutcome =
  | { kind: 'taken'; patientId: string | null; waitsFor?: string; leftOut?: readonly string[] }
  | { kind: 'older'; patientId: string | null }
  /** Raised for a person; the rest was taken. */
  | { kind: 'conflict'; patientId: string | null; text: string }
  | { kind: 'set-aside'; patientId: string | null; fault: InboundFault; text: string };

/** What becomes of the whole message. */
export interface Verdict {
  state: Exclude<InboundState, 'received' | 'discarded'>;
  fault: InboundFault | null;
  faultText: string;
  leftOut: readonly string[];
  patientId: string | null;
  waitsFor: string | null;
}
