import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, UnitOfWork, type Actor } from '../../../kernel';
import { CreditStanding } from '../credit/credit-standing';
import { MyAppointments } from '../reading/my-appointments';
import { MoveAppointment } from './move-appointment';
import { presentReschedule } from './reschedule.presenter';
import { Reschedules } from './reschedules.repository';

/** A patient moves a visit to another slot, within the limits that the hospital sets. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RescheduleMyAppointment {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  myAppointments: MyAppointments;
  @Inject()
  moveAppointment: MoveAppointment;
  @Inject()
  reschedules: Reschedules;

  async run(
    actor: Actor,
    appointmentId: string,
    slotId: string,
  ): Promise<ResponseOf<'rescheduleMyAppointment'>> {
    await this.myAppointments.requireMine(actor, appointmentId);
    const { patient_id: patientId } = await this.myAppointments.view(appointmentId);
    await this.creditStanding.requireMayBook(patientId);
    return this.unitOfWork.run(async (tx) => {
      const move = { appointmentId, slotId, kind: 'patient' as const };
      const { rescheduleId } = await this.moveAppointment.run(tx, actor, move);
      const row = await this.reschedules.find(tx, rescheduleId);
      if (!row) throw new AppError('NOT_FOUND');
      return {
        appointment: await this.myAppointments.get(actor, appointmentId),
        reschedule: presentReschedule(row),
      };
    });
  }
}
