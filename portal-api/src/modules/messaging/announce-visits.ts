/** What is told when a visit is booked or cancelled. */
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, Settings, UnitOfWork, type DomainEvents, type EventHandler } from '../../kernel';
import { HospitalConfirmations, whatToBring } from '../appointments';
import { Announcer } from './announcer';
import { bookedMessage, cancelledMessage } from './message-texts';
import { Visits } from './visit-facts';
import { rescheduledMessage } from './waitlist-texts';

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
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  /**
   * Says nothing about a visit that was cancelled before its event came: the cancellation says enough. Of one
   * that the hospital has to confirm it is told once that is done.
   */
  async handle({ appointmentId }: DomainEvents['appointment.booked']): Promise<void> {
    await this.hospitalConfirmations.expect(appointmentId);
    const visit = await this.visits.of(appointmentId);
    if (!visit || visit.status === 'cancelled' || visit.status === 'pending') return;
    if (visit.isAwaited) return;
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
export class AnnounceConfirmed implements EventHandler<'appointment.confirmed'> {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  visits: Visits;
  @Inject()
  announcer: Announcer;

  /** What was held back until the hospital said yes: of the booking, or of the move that it said yes to. */
  async handle({ appointmentId }: DomainEvents['appointment.confirmed']): Promise<void> {
    const visit = await this.visits.of(appointmentId);
    if (!visit || visit.status === 'cancelled' || visit.isAwaited) return;
    const { patientId } = visit;
    const moveId = await this.lastMove(appointmentId);
    const told = moveId
      ? { key: `rescheduled:${moveId}`, message: rescheduledMessage(visit) }
      : {
          key: `booked:${appointmentId}`,
          message: bookedMessage(visit, await this.settings.get(whatToBring)),
        };
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, { ...told, patientId, appointmentId }),
    );
  }

  private async lastMove(appointmentId: string): Promise<string | undefined> {
    const [move] = await this.database.query<{ id: string }>(
      `select id from reschedule where appointment_id = $1 and state = 'completed'
        order by created_at desc, id desc limit 1`,
      [appointmentId],
    );
    return move?.id;
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
