/** What is told when a visit is booked or cancelled. */
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Settings, UnitOfWork, type DomainEvents, type EventHandler } from '../../kernel';
import { whatToBring } from '../appointments';
import { Announcer } from './announcer';
import { bookedMessage, cancelledMessage } from './message-texts';
import { Visits } from './visit-facts';

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceBooked implements EventHandler<'appointment.booked'> {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  visits: Visits;
  @Inject()
  announcer: Announcer;

  /** Says nothing about a visit that was cancelled before its event came: the cancellation says enough. */
  async handle({ appointmentId }: DomainEvents['appointment.booked']): Promise<void> {
    const visit = await this.visits.of(appointmentId);
    if (!visit || visit.status === 'cancelled' || visit.status === 'pending') return;
    const message = bookedMessage(visit, await this.settings.get(whatToBring));
    const { patientId } = visit;
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, {
        key: `booked:${appointmentId}`,
        patientId,
        appointmentId,
        message,
      }),
    );
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceCancelled implements EventHandler<'appointment.cancelled'> {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  visits: Visits;
  @Inject()
  announcer: Announcer;

  /** A place that was only held was never promised to anybody: its lapse is seen on the page itself. */
  async handle({ appointmentId, isHold }: DomainEvents['appointment.cancelled']): Promise<void> {
    if (isHold) return;
    const visit = await this.visits.of(appointmentId);
    if (!visit || visit.status !== 'cancelled') return;
    const { patientId } = visit;
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, {
        key: `cancelled:${appointmentId}`,
        patientId,
        appointmentId,
        message: cancelledMessage(visit),
      }),
    );
  }
}
