import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, KernelContext, Settings, UnitOfWork, type Actor } from '../../../kernel';
import { Payments } from '../../payments';
import { isDeskPaymentAllowed } from '../appointment.settings';
import { LockAtHospital } from '../number-source';
import { MyAppointments } from '../reading/my-appointments';
import { Appointments, type LockedAppointment } from './appointment.repository';
import { ConfirmHold, isHoldAlive } from './confirm-hold';

/** Confirms a held place without money: it is paid at the desk on the day. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ChooseDeskPayment {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  payments: Payments;
  @Inject()
  appointments: Appointments;
  @Inject()
  confirmHold: ConfirmHold;
  @Inject()
  lockAtHospital: LockAtHospital;
  @Inject()
  myAppointments: MyAppointments;

  async run(actor: Actor, appointmentId: string): Promise<ResponseOf<'chooseDeskPayment'>> {
    await this.myAppointments.requireMine(actor, appointmentId);
    if (!(await this.settings.get(isDeskPaymentAllowed))) {
      throw new AppError('PAYMENT_MODE_NOT_ALLOWED');
    }
    await this.lockAtHospital.require(appointmentId);
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.appointments.lock(tx, appointmentId);
      if (!appointment) throw new AppError('NOT_FOUND');
      if (isChosen(appointment)) return;
      if (!isHoldAlive(appointment, this.kernelContext.clock.now())) {
        const isOut = appointment.status === 'pending' || appointment.hold_state === 'expired';
        throw new AppError(isOut ? 'HOLD_EXPIRED' : 'INVALID_STATE');
      }
      await this.confirmHold.run(tx, actor, appointment, 'pay-at-desk');
      await this.payments.abandon(tx, [appointmentId]);
    });
    return this.myAppointments.get(actor, appointmentId);
  }
}

/** The answer to it was lost: the same wish again is fulfilled. */
function isChosen({ status, fee_state: feeState }: LockedAppointment): boolean {
  return status === 'booked' && feeState === 'pay-at-desk';
}
