import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CancelActor, CancelReason } from '@suizhen/contract';
import { AppError, Audit, KernelContext, Outbox, type Actor, type Tx } from '../../../kernel';
import { Payments } from '../../payments';
import { Appointments, type LockedAppointment } from './appointment.repository';

export interface Ending {
  action: 'appointment.cancel' | 'appointment.release' | 'appointment.expire';
  by: CancelActor;
  reason: CancelReason | null;
  note: string;
}

/**
 * Ends a live appointment in one transaction: its place is free again, open payments are given up, what
 * was paid goes back. Call with the appointment locked.
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
    if (!(await this.appointments.movePlace(tx, appointment, 'free'))) {
      this.kernelContext.logger.error({ appointmentId: id }, 'an appointment without its place');
    }
    await this.settleMoney(tx, actor, appointment);
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

  private async settleMoney(
    tx: Tx,
    actor: Actor,
    { id, fee_state }: LockedAppointment,
  ): Promise<void> {
    await this.payments.abandon(tx, [id]);
    if (fee_state !== 'paid') return;
    const feeState = await this.payments.giveBack(tx, actor, id, '预约已取消');
    if (feeState) await this.appointments.setFeeState(tx, id, ['paid'], feeState);
  }
}
