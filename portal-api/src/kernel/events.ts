/**
 * What modules tell each other through the outbox. Ids only: a handler reads the truth, and nothing
 * personal lies around in a queue.
 */
export interface DomainEvents {
  /** `fromSystemId`: the system of the hospital that told us, and need not be told. */
  'patient.registered': { patientId: string; fromSystemId?: string };
  'proxy.added': { patientId: string; accountId: string };
  'appointment.booked': { appointmentId: string };
  'appointment.cancelled': { appointmentId: string; isHold: boolean };
  'payment.succeeded': { paymentId: string; appointmentId: string };
  'refund.succeeded': { refundId: string; paymentId: string; appointmentId: string };
  'delivery.failed': { deliveryId: string };
  'appointment.checked-in': { appointmentId: string };
  'queue.called': { entryId: string };
  'queue.near': { entryId: string };
  'queue.transferred': { entryId: string };
  'appointment.rescheduled': { appointmentId: string; rescheduleId: string };
  'waitlist.joined': { entryId: string };
  'waitlist.offered': { entryId: string; offerId: string };
  /** `left`: how many more may be missed before the waiting ends; none where there is no limit. */
  'waitlist.missed': { entryId: string; offerId: string; left?: number };
  'waitlist.ended': { entryId: string };
  'clinic.suspended': { suspensionId: string; caseId: string };
  'work.completed': { workItemId: string };
  'appointment.no-show': { appointmentId: string; eventId: string };
  /** A mark other than for a missed visit: by hand, or for a late cancellation. */
  'credit.marked': { eventId: string };
  'credit.appeal-decided': { appealId: string };
  /** `isUnknownThere`: nobody else has it, the hospital only knows no such number. */
  'number.refused': { appointmentId: string; isUnknownThere?: boolean };
  /** `slotId`: what it was confirmed for; the appointment may have been moved since. */
  'number.confirmed': { appointmentId: string; slotId: string };
  /** By the hospital's own system, where that owns the numbers. */
  'appointment.confirmed': { appointmentId: string };
  /** A clinic of the hospital's that somebody had closed here. */
  'hospital-roster.reopened': { rosterId: string };
  'patient.updated': { patientId: string; fromSystemId?: string };
  'patient.merged': { survivorId: string; mergedId: string };
  'visit.completed': { encounterId: string };
  'report.released': { reportId: string; revision: number };
  'report.corrected': { reportId: string; revision: number };
  'report.in-person': { reportId: string; revision: number };
  'critical.raised': { alertId: string };
  'vital.alarmed': { alarmId: string };
}

export type EventName = keyof DomainEvents;

/** All of them at run time; one that is missing here fails to compile. */
const names: Record<EventName, true> = {
  'patient.registered': true,
  'proxy.added': true,
  'appointment.booked': true,
  'appointment.cancelled': true,
  'payment.succeeded': true,
  'refund.succeeded': true,
  'delivery.failed': true,
  'appointment.checked-in': true,
  'queue.called': true,
  'queue.near': true,
  'queue.transferred': true,
  'appointment.rescheduled': true,
  'waitlist.joined': true,
  'waitlist.offered': true,
  'waitlist.missed': true,
  'waitlist.ended': true,
  'clinic.suspended': true,
  'work.completed': true,
  'appointment.no-show': true,
  'credit.marked': true,
  'credit.appeal-decided': true,
  'number.refused': true,
  'number.confirmed': true,
  'appointment.confirmed': true,
  'hospital-roster.reopened': true,
  'patient.updated': true,
  'patient.merged': true,
  'visit.completed': true,
  'report.released': true,
  'report.corrected': true,
  'report.in-person': true,
  'critical.raised': true,
  'vital.alarmed': true,
};

/** What this program can judge. During an update a newer process may already write others. */
export const knownEvents: readonly string[] = Object.keys(names);

/** The moment and number of an event, for handlers that must be safe to repeat. */
export interface EventMeta {
  eventId: string;
  occurredAt: string;
}

export interface EventHandler<E extends EventName> {
  /** Called at least once per event; must be safe to repeat. */
  handle(payload: DomainEvents[E], meta: EventMeta): Promise<void>;
}
