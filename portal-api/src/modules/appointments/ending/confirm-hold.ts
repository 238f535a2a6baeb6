import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { FeeState } from '@suizhen/contract';
import { Audit, KernelContext, Outbox, type Actor, type Tx } from '../../../kernel';
import { Appointments, type LockedAppointment } from './appointment.repository';

/** Turns a held place into a booked one. Call with the appointment locked and its hold alive. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ConfirmHold {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  appointments: Appointments;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;

  async run(
    tx: Tx,
    actor: Actor,
    appointment: LockedAppointment,
    feeState: Extract<FeeState, 'paid' | 'pay-at-desk'>,
  ): Promise<void> {
    const now = this.kernelContext.clock.now();
    const { id } = appointment;
    const isMoved =
      (await this.appointments.move(tx, id, 'booked', { feeState, bookedAt: now })) &&
      (await this.appointments.moveHold(tx, id, 'confirmed', now)) &&
      (await this.appointments.movePlace(tx, appointment, 'sold'));
    // The caller locked and looked: rather undo everything than book a place that is somebody else's.
    if (!isMoved) throw new Error(`appointment ${id} could not be confirmed`);
    await this.audit.record(
      actor,
      {
        action: 'appointment.confirm',
        resourceKind: 'appointment',
        resourceId: id,
        patientId: appointment.patient_id,
        detail: { feeState },
      },
      tx,
    );
    await this.outbox.append(tx, 'appointment.booked', { appointmentId: id });
  }
}

export function isHoldAlive(appointment: LockedAppointment, now: Date): boolean {
  return (
    appointment.status === 'pending' &&
    appointment.hold_state === 'active' &&
    appointment.hold_expires_at !== null &&
    appointment.hold_expires_at > now
  );
}
