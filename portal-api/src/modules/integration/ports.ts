import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AdapterKind, InboundKind, OutboundKind } from '@suizhen/contract';
import type { ComparedField } from './agreement/compare-patient';
import type { CanonicalPatient, Reading } from './canonical';

/** One resource or message as a system gave it. */
export interface RawItem {
  /** Our kind for what was pulled; the message type for what was pushed (`ORU^R01`). */
  kind: string;
  externalId: string;
  /** The system's version, or a digest of the content: the same twice is one. */
  version: string;
  /** What must be taken in order: usually the system's id of the patient. */
  orderKey: string;
  changedAt: Date | null;
  content: Buffer;
  encoding: 'utf-8' | 'gb18030';
  /** Only says which there are, anew each time: a comparison does not find it missing here. */
  isList?: true;
}

export interface PullWindow {
  /** Null: everything (first sync, full comparison). */
  since: Date | null;
  until: Date;
}

/** What is sent, complete: adapters look nothing up. Times as Date, ids as strings of ours. */
export interface OutboundPayload {
  kind: OutboundKind;
  messageId: string;
  /** The first news of this patient or appointment, as far as is known; later news are changes. */
  isNew?: boolean;
  patient: {
    id: string;
    /** Their number, once they told us. */
    externalId: string | null;
    name: string;
    gender: string;
    birthDate: string;
    identityType: string;
    identityNumber: string;
    phone: string;
    cardNumber: string;
    /**
     * For adapters that see what stands there before they write: the fields of it that somebody there has
     * changed and nobody here has read yet. They must not be written over.
     */
    changedThere?: (theirs: CanonicalPatient) => readonly ComparedField[];
  };
  appointment: {
    id: string;
    externalId: string | null;
    appointmentNo: string;
    status: string;
    startsAt: Date;
    endsAt: Date;
    departmentCode: string;
    departmentName: string;
    doctorCode: string;
    doctorName: string;
    feeFen: number;
    reason: string;
    checkedInAt: Date | null;
  } | null;
}

/**
 * `unknown`: no answer came; it is asked for (by the id of the message) before it is sent again.
 * `unknown-number`: refused, since they have no number at all of that doctor at that time.
 */
export type SendOutcome =
  | { kind: 'acknowledged'; patientExternalId?: string; appointmentExternalId?: string }
  | { kind: 'refused'; text: string; reason?: 'unknown-number' }
  | { kind: 'unknown'; text: string };

/** `repeated`: kept before, so that it is safe to say yes to it again. */
export type StoreOutcome = 'stored' | 'repeated';

/** Keeps what a system pushed. Resolves once it is safe on disk: only then the system may be told so. */
export type Receive = (items: readonly RawItem[]) => Promise<StoreOutcome[]>;

/** A connected system, whatever it speaks. Implemented in `src/adapters/his-*`. */
export interface HospitalAdapter {
  /** Kinds that can be pulled; empty for a system that pushes. */
  readonly pulls: readonly InboundKind[];
  readonly sends: readonly OutboundKind[];
  /** Pages through what changed in the window, oldest first. Throws when the system does not answer. */
  pull(kind: InboundKind, window: PullWindow): AsyncIterable<readonly RawItem[]>;
  /** Pure: the same content is always read the same way. @throws InboundProblem */
  read(item: Pick<RawItem, 'kind' | 'content' | 'encoding'>): Reading;
  /** Safe to repeat under the same message id. */
  send(payload: OutboundPayload): Promise<SendOutcome>;
  /** What became of a message that was sent without an answer; null: it never arrived. */
  ask(payload: OutboundPayload): Promise<SendOutcome | null>;
  /**
   * For systems that push: opens the door and keeps it open until `close`. One worker of all listens.
   * What cannot even be framed is handed over as well (kind `?`), so that `read` refuses it and it is seen.
   */
  listen?(receive: Receive): Promise<void>;
  /** In Chinese: what it says about itself. @throws when it does not answer */
  check(): Promise<string>;
  close(): Promise<void>;
}

/** What an adapter is made from; secrets in clear, in memory only. */
export interface AdapterSettings {
  systemId: string;
  systemCode: string;
  config: Record<string, unknown>;
  secret: string;
}

/** Makes adapters. Declared here, implemented by `src/adapters/his`. */
export interface AdapterFactory {
  /** @throws Error naming what is wrong with the settings, in Chinese and without secrets */
  create(adapter: AdapterKind, settings: AdapterSettings): HospitalAdapter;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AdapterFactoryHolder {
  factory: AdapterFactory;
}
