/** The closed lists of the clinic day: waitlist, rescheduling, suspension, check-in, queue, credit, reconciliation. */

/** What somebody waits for: one slot, a doctor's half-day, or any day of a doctor. */
export const waitlistTargets = ['slot', 'half-day', 'doctor'] as const;
export type WaitlistTarget = (typeof waitlistTargets)[number];

/** `fulfilled`: an offer was taken. `ended`: the cut-off passed or the clinic was suspended. */
export const waitlistStates = ['waiting', 'offered', 'fulfilled', 'withdrawn', 'ended'] as const;
export type WaitlistState = (typeof waitlistStates)[number];

export const waitlistOfferStates = [
  'open',
  'accepted',
  'declined',
  'expired',
  'withdrawn',
] as const;
export type WaitlistOfferState = (typeof waitlistOfferStates)[number];

/** The receipts of an entry, in the order in which they may happen. */
export const waitlistSteps = [
  'joined',
  'offered',
  'accepted',
  'declined',
  'expired',
  'offer-withdrawn',
  'withdrawn',
  'ended',
] as const;
export type WaitlistStep = (typeof waitlistSteps)[number];

/** `awaiting-payment`: the new place is held until the fee difference is paid; the old one is still there. */
export const rescheduleStates = ['awaiting-payment', 'completed', 'abandoned'] as const;
export type RescheduleState = (typeof rescheduleStates)[number];

export const suspensionReasons = [
  'doctor-ill',
  'doctor-away',
  'equipment',
  'emergency',
  'other',
] as const;
export type SuspensionReason = (typeof suspensionReasons)[number];
export const suspensionStates = ['open', 'closed'] as const;
export type SuspensionState = (typeof suspensionStates)[number];

/** `told`: a message went out; `reached`: delivered or read; `unreached`: nothing arrived, somebody must call. */
export const suspensionCaseStates = [
  'told',
  'reached',
  'unreached',
  'rescheduled',
  'cancelled',
] as const;
export type SuspensionCaseState = (typeof suspensionCaseStates)[number];

export const workKinds = [
  'call',
  'critical-value',
  'vital-alarm',
  'dead-letter',
  'reconciliation',
  'other',
] as const;
export type WorkKind = (typeof workKinds)[number];
export const workStates = ['open', 'claimed', 'done', 'cancelled'] as const;
export type WorkState = (typeof workStates)[number];
export const callOutcomes = ['reached', 'no-answer', 'wrong-number', 'refused'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

export const deviceKinds = ['board', 'kiosk'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

export const checkInMethods = ['position', 'site-code', 'desk', 'kiosk'] as const;
export type CheckInMethod = (typeof checkInMethods)[number];

/** `too-early`, `open`, `late` (still possible, behind the others), `closed` (ask the desk), `done`. */
/** `awaited`: not before the hospital, which owns the number, has confirmed it. */
export const checkInStates = ['too-early', 'open', 'late', 'closed', 'done', 'awaited'] as const;
export type CheckInState = (typeof checkInStates)[number];

/** `passed`: called and not there; comes back by `return`. */
export const queueEntryStates = [
  'waiting',
  'called',
  'passed',
  'in-visit',
  'done',
  'left',
] as const;
export type QueueEntryState = (typeof queueEntryStates)[number];

/** Why somebody goes before the others; `none` takes it back. */
export const queuePriorities = ['none', 'elderly', 'returning', 'disabled', 'emergency'] as const;
export type QueuePriority = (typeof queuePriorities)[number];

export const creditEventKinds = ['no-show', 'late-cancel', 'amnesty', 'manual'] as const;
export type CreditEventKind = (typeof creditEventKinds)[number];
export const creditAppealStates = ['open', 'upheld', 'rejected'] as const;
export type CreditAppealState = (typeof creditAppealStates)[number];

export const bookingPatternKinds = [
  'repeat-cancellers',
  'many-patients-one-account',
  'many-accounts-one-device',
  'no-show-series',
] as const;
export type BookingPatternKind = (typeof bookingPatternKinds)[number];

/** long: only the provider has it; short: only we have it; differing: amounts or states differ; cross-day: it belongs to the neighbouring day. */
export const reconciliationDifferences = ['long', 'short', 'differing', 'cross-day'] as const;
export type ReconciliationDifference = (typeof reconciliationDifferences)[number];
export const reconciliationActions = [
  'credit-order',
  'refund-to-patient',
  'query-provider',
  'correct-record',
  'carry-over',
  'write-off',
] as const;
export type ReconciliationAction = (typeof reconciliationActions)[number];
export const reconciliationRowStates = ['open', 'in-progress', 'settled'] as const;
export type ReconciliationRowState = (typeof reconciliationRowStates)[number];
export const reconciliationStates = [
  'waiting',
  'matched',
  'differences',
  'settled',
  'failed',
] as const;
export type ReconciliationState = (typeof reconciliationStates)[number];
