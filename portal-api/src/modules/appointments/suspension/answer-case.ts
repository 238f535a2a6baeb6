import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CancelActor } from '@suizhen/contract';
import { AppError, Database, type Actor, type Tx } from '../../../kernel';
import { Payments } from '../../payments';
import { Appointments, type LockedAppointment } from '../ending/appointment.repository';
import { EndAppointment } from '../ending/end-appointment';
import { MoveAppointment } from '../rescheduling/move-appointment';
import { SuspensionCases } from './suspension-cases';

export interface CancelWish {
  by: CancelActor;
  /** Decides about money that lies in the till; throws where it must stay. */
  onDeskMoney: (appointment: LockedAppointment) => void;
}

/**
 * Takes a suspended visit to another slot, or ends it with its money back. The case resolves with it: so
 * it does whichever way the visit moves or ends.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AnswerCase {
  @Inject()
  database: Database;
  @Inject()
  payments: Payments;
  @Inject()
  appointments: Appointments;
  @Inject()
  endAppointment: EndAppointment;
  @Inject()
  moveAppointment: MoveAppointment;
  @Inject()
  suspensionCases: SuspensionCases;

  /** @returns null when nothing waits for an answer any more */
  async lock(tx: Tx, appointmentId: string): Promise<LockedAppointment | null> {
    const appointment = await this.appointments.lock(tx, appointmentId);
    if (!appointment) throw new AppError('NOT_FOUND');
    return (await this.suspensionCases.openOf(tx, appointmentId)) ? appointment : null;
  }

  /** Free of every limit; a dearer slot costs nothing more. Call with the appointment locked. */
  async move(tx: Tx, actor: Actor, appointmentId: string, slotId: string): Promise<void> {
    await this.requireFitting(appointmentId, slotId);
    await this.moveAppointment.run(tx, actor, {
      appointmentId,
      slotId,
      kind: 'suspension',
      waivesDifference: true,
      ignoresLimits: true,
    });
  }

  /** Call with the appointment locked. */
  async cancel(
    tx: Tx,
    actor: Actor,
    appointment: LockedAppointment,
    wish: CancelWish,
  ): Promise<void> {
    if (await this.payments.isDeskMoney(tx, appointment.id)) wish.onDeskMoney(appointment);
    await this.endAppointment.run(tx, actor, appointment, {
      action: 'appointment.cancel',
      by: wish.by,
      reason: 'clinic-suspended',
      note: '',
    });
  }

  /** The fee is waived within the doctor's own clinics and the department, not across the house. */
  private async requireFitting(appointmentId: string, slotId: string): Promise<void> {
    const fitting = await this.database.query(
      `select 1 from appointment a join slot s on s.doctor_id = a.doctor_id or s.department_id = a.department_id
        where a.id = $1 and s.id = $2`,
      [appointmentId, slotId],
    );
    if (fitting.length === 0) throw new AppError('SLOT_NOT_OPEN');
  }
}
