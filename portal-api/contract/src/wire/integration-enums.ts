/** The closed lists of integration: which systems, what they exchange, and where a message stands. */

/** fhir: FHIR R4 over REST; hl7: HL7 v2 over MLLP; views: read-only database views with a mapping. */
export const adapterKinds = ['fhir', 'hl7', 'views'] as const;
export type AdapterKind = (typeof adapterKinds)[number];
export const externalSystemKinds = ['his', 'lis', 'pacs'] as const;
export type ExternalSystemKind = (typeof externalSystemKinds)[number];

/**
 * What comes in. A `practitioner` is compared, never taken over; so are `roster` and `slot`, but where the
 * hospital owns the numbers.
 */
export const inboundKinds = [
  'patient',
  'patient-merge',
  'practitioner',
  'roster',
  'slot',
  'appointment',
  'encounter',
  'condition',
  'medication-request',
  'observation',
  'charge',
  'report',
] as const;
export type InboundKind = (typeof inboundKinds)[number];

/** What goes out. */
export const outboundKinds = ['patient', 'appointment', 'appointment-cancel', 'check-in'] as const;
export type OutboundKind = (typeof outboundKinds)[number];

/** As seen from here: what comes in, what goes out. */
export const syncDirections = ['in', 'out'] as const;
export type SyncDirection = (typeof syncDirections)[number];

/** What is exchanged either way. */
export const kindsOfDirection: Record<SyncDirection, readonly (InboundKind | OutboundKind)[]> = {
  in: inboundKinds,
  out: outboundKinds,
};

/** `set-aside`: understood, and nothing that is kept here; `quarantined`: a person has to look. */
export const inboundStates = [
  'received',
  'processed',
  'superseded',
  'set-aside',
  'quarantined',
  'discarded',
] as const;
export type InboundState = (typeof inboundStates)[number];

/** `unknown`: sent, no answer; it is asked for before it is sent again. */
export const outboundStates = ['queued', 'unknown', 'acknowledged', 'refused'] as const;
export type OutboundState = (typeof outboundStates)[number];

/** Why a message was not taken. */
export const inboundFaults = [
  'unreadable',
  'wrong-encoding',
  'broken-segment',
  'too-large',
  'unknown-kind',
  'missing-field',
  'absurd-date',
  'unit-mismatch',
  'unknown-patient',
  'unknown-department',
  'unknown-practitioner',
  'conflict',
  'not-kept-here',
  'internal',
] as const;
export type InboundFault = (typeof inboundFaults)[number];

export const conflictStates = ['open', 'kept-ours', 'took-theirs'] as const;
export type ConflictState = (typeof conflictStates)[number];

/** Who owns the number source of a branch. */
export const numberSourceOwners = ['portal', 'his'] as const;
export type NumberSourceOwner = (typeof numberSourceOwners)[number];

/** Where the hospital owns the number: whether it still has to say yes to what was booked. */
export const hospitalConfirmations = ['awaited', 'given'] as const;
export type HospitalConfirmation = (typeof hospitalConfirmations)[number];
