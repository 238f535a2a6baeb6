/**
 * What modules tell each other through the outbox. Ids only: a handler reads the truth, and nothing
 * personal lies around in a queue.
 */
export interface DomainEvents {
  'patient.registered': { patientId: string };
  'proxy.added': { patientId: string; accountId: string };
  'appointment.booked': { appointmentId: string };
  'appointment.cancelled': { appointmentId: string; isHold: boolean };
  'payment.succeeded': { paymentId: string; appointmentId: string };
  'refund.succeeded': { refundId: string; paymentId: string; appointmentId: string };
  'delivery.failed': { deliveryId: string };
}

export type EventName = keyof DomainEvents;

/** The moment and number of an event, for handlers that must be safe to repeat. */
export interface EventMeta {
  eventId: string;
  occurredAt: string;
}

export interface EventHandler<E extends EventName> {
  /** Called at least once per event; must be safe to repeat. */
  handle(payload: DomainEvents[E], meta: EventMeta): Promise<void>;
}
