import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CancelActor, CancelReason } from '@suizhen/contract';
import { AppError, Audit, KernelContext, Outbox, type Actor, type Tx } from '../../../kernel';
import { Payments } from '../../payments';
import { FreedPlaces, type FreedPlace } from '../places';
import { LeaveQueue } from '../queue/leave-queue';
import { AbandonMove } from '../rescheduling/abandon-move';
import { SuspensionCases } from '../suspension/suspension-cases';
import { Appointments, type LockedAppointment } from './appointment.repository';

export interface Ending {
  action:
    'appointment.cancel' | 'appointment.release' | 'appointment.expire' | 'appointment.refused';
  by: CancelActor;
  reason: CancelReason | null;
  note: string;
  /** Somebody else has it at the hospital: nobody is to be offered it here. */
  isPlaceGone?: boolean;
}

/**
 * Ends a live appointment in one transaction: its place is free again (or goes to whoever waits for it),
 * open payments and moves are given up, what was paid goes back. Call with the appointment locked.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EndAppointment {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  appointments: Appointments;
  @Inject()
  payments: Payments;
  @Inject()
  abandonMove: AbandonMove;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  suspensionCases: SuspensionCases;
  @Inject()
  leaveQueue: LeaveQueue;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;

  /** @throws INVALID_STATE when it is over already */
  async run(tx: Tx, actor: Actor, appointment: LockedAppointment, ending: Ending): Promise<void> {
    const now = this.kernelContext.clock.now();
    const { id } = appointment;
    const isHold = appointment.status === 'pending';
    const isEnded = await this.appointments.move(tx, id, 'cancelled', {
      cancelledAt: now,
      cancelledBy: ending.by,
      cancelReason: ending.reason,
      cancelNote: ending.note || null,
    });
    if (!isEnded) throw new AppError('INVALID_STATE');
    if (isHold) {
      const holdEnd = ending.action === 'appointment.expire' ? 'expired' : 'released';
      await this.appointments.moveHold(tx, id, holdEnd, now);
    }
    if (appointment.status === 'arrived') await this.leaveQueue.run(tx, actor, id);
    await this.freePlaces(tx, actor, appointment, ending.isPlaceGone ?? false);
    await this.settleMoney(tx, actor, appointment);
    if (appointment.is_suspended) await this.suspensionCases.resolve(tx, actor, id, 'cancelled');
    await this.audit.record(
      actor,
      {
        action: ending.action,
        resourceKind: 'appointment',
        resourceId: id,
        patientId: appointment.patient_id,
        reason: ending.reason,
      },
      tx,
    );
    await this.outbox.append(tx, 'appointment.cancelled', { appointmentId: id, isHold });
  }

  private async freePlaces(
    tx: Tx,
    actor: Actor,
    appointment: LockedAppointment,
    isGone: boolean,
  ): Promise<void> {
    const freed: FreedPlace[] = await this.abandonMove.run(tx, actor, appointment);
    if (await this.appointments.movePlace(tx, appointment, 'free')) {
      if (isGone) await this.appointments.closePlace(tx, appointment);
      else freed.push({ slotId: appointment.slot_id, number: appointment.place_number });
    } else {
      const { logger } = this.kernelContext;
      logger.error({ appointmentId: appointment.id }, 'an appointment without its place');
    }
    await this.freedPlaces.settle(tx, freed);
  }

  private async settleMoney(
    tx: Tx,
    actor: Actor,
    { id, fee_state }: LockedAppointment,
  ): Promise<void> {
    await this.payments.abandon(tx, [id]);
    // A visit that became dearer may be paid in part.
    const paidStates = ['paid', 'pay-at-desk'] as const;
    if (!paidStates.some((state) => state === fee_state)) return;
    const feeState = await this.payments.giveBack(tx, actor, id, '预约已取消');
    if (feeState) await this.appointments.setFeeState(tx, id, paidStates, feeState);
  }
}
