import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DeskPaymentMethod, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  KernelContext,
  UnitOfWork,
  type Actor,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { Payments } from '../../payments';
import { Appointments, type LockedAppointment } from '../ending/appointment.repository';
import { ConfirmHold, isHoldAlive } from '../ending/confirm-hold';
import { StaffAppointments } from './staff-appointments';

/** Takes the fee at the desk, or what is left of it. For a held place that also books it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeDeskPayment {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  payments: Payments;
  @Inject()
  appointments: Appointments;
  @Inject()
  confirmHold: ConfirmHold;
  @Inject()
  staffAppointments: StaffAppointments;

  async run(
    actor: Actor,
    appointmentId: string,
    method: DeskPaymentMethod,
  ): Promise<ResponseOf<'takeDeskPayment'>> {
    const { staff } = await this.staffAppointments.require(actor, 'payment.create', appointmentId);
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.appointments.lock(tx, appointmentId);
      if (!appointment) throw new AppError('NOT_FOUND');
      await this.mark(tx, staff, appointment);
      await this.payments.abandon(tx, [appointmentId]);
      await this.payments.takeAtDesk(tx, staff, {
        appointmentId,
        patientId: appointment.patient_id,
        amountFen: appointment.fee_fen - (await this.payments.paidFen(tx, appointmentId)),
        method,
      });
    });
    return this.staffAppointments.afterwards(staff, appointmentId);
  }

  private async mark(tx: Tx, staff: StaffActor, appointment: LockedAppointment): Promise<void> {
    if (appointment.status === 'pending') {
      const isAlive = isHoldAlive(appointment, this.kernelContext.clock.now());
      if (!isAlive) throw new AppError('HOLD_EXPIRED');
      await this.confirmHold.run(tx, staff, appointment, 'paid');
      return;
    }
    const isDue = appointment.status === 'booked' || appointment.status === 'arrived';
    const owed = ['pay-at-desk'] as const;
    if (!isDue || !(await this.appointments.setFeeState(tx, appointment.id, owed, 'paid'))) {
      const isOut = appointment.hold_state === 'expired';
      throw new AppError(isOut ? 'HOLD_EXPIRED' : 'INVALID_STATE');
    }
  }
}
