import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, KernelContext, Settings, UnitOfWork, type Actor } from '../../../kernel';
import { cancelCutoffMinutes } from '../appointment.settings';
import { cancelRefusal } from '../reading/appointment.rules';
import { isPaidAtDesk } from '../reading/my-appointment.presenter';
import { CreditMarks } from '../credit/credit-marks';
import { MyAppointments } from '../reading/my-appointments';
import { Appointments } from './appointment.repository';
import { EndAppointment } from './end-appointment';

/** A patient cancels before the cut-off; what was paid online goes back by itself. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CancelMyAppointment {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  appointments: Appointments;
  @Inject()
  endAppointment: EndAppointment;
  @Inject()
  creditMarks: CreditMarks;
  @Inject()
  myAppointments: MyAppointments;

  async run(
    actor: Actor,
    appointmentId: string,
    { reason, note }: RequestOf<'cancelMyAppointment'>['body'],
  ): Promise<ResponseOf<'cancelMyAppointment'>> {
    await this.myAppointments.requireMine(actor, appointmentId);
    const cutoff = await this.settings.get(cancelCutoffMinutes);
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.appointments.lock(tx, appointmentId);
      if (!appointment) throw new AppError('NOT_FOUND');
      const view = await this.myAppointments.view(appointmentId);
      const now = this.kernelContext.clock.now();
      const refusal = cancelRefusal(appointment, isPaidAtDesk(view), cutoff, now);
      if (refusal === 'PAID_AT_DESK') {
        throw new AppError('INVALID_STATE', { message: '已在医院前台缴费，请到前台取消并退费' });
      }
      if (refusal) throw new AppError(refusal);
      const by = 'patient';
      const action = 'appointment.cancel';
      await this.endAppointment.run(tx, actor, appointment, { action, by, reason, note });
      await this.creditMarks.noteCancellation(tx, appointment);
    });
    return this.myAppointments.get(actor, appointmentId);
  }
}
