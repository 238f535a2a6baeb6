import type { InboundFault, InboundState, ResponseOf } from '@suizhen/contract';
import { maskRaw } from './mask-raw';

export type InboundAnswer = ResponseOf<'linkInboundMessage'>;

export interface InboundViewRow extends Record<string, unknown> {
  id: string;
  system_id: string;
  system_name: string;
  branch_id: string;
  kind: string;
  external_id: string;
  state: InboundState;
  fault: InboundFault | null;
  fault_text: string;
  left_out: string[];
  patient_id: string | null;
  waits_for: string | null;
  attempts: number;
  received_at: Date;
  processed_at: Date | null;
  version: number;
}

/** @param tail `where …`, over the aliases `m` and `s` */
export const selectInbound = (tail: string, more = '') => `
  select m.id, m.system_id, s.name as system_name, s.branch_id, m.kind, m.external_id, m.state, m.fault, m.fault_text,
    m.left_out, m.patient_id, m.waits_for, m.attempts, m.received_at, m.processed_at, m.version${more}
  from inbound_message m join external_system s on s.id = m.system_id ${tail}`;

export function presentInbound(row: InboundViewRow): InboundAnswer {
  return {
    id: row.id,
    systemId: row.system_id,
    systemName: row.system_name,
    kind: row.kind,
    // Some systems make their numbers out of documents.
    externalId: maskRaw(row.external_id, { names: [], others: [] }),
    state: row.state,
    fault: row.fault,
    faultText: row.fault_text,
    patientId: row.patient_id,
    attempts: row.attempts,
    receivedAt: row.received_at.toISOString(),
    processedAt: row.processed_at?.toISOString() ?? null,
    version: row.version,
  };
}
