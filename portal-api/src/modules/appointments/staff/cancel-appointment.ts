import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, UnitOfWork, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { Payments } from '../../payments';
import { Appointments } from '../ending/appointment.repository';
import { EndAppointment } from '../ending/end-appointment';
import { requireTill } from './require-till';
import { StaffAppointments } from './staff-appointments';

/**
 * Staff cancel for the patient or the house, also after the cut-off; money paid is returned. What was
 * paid at the desk is handed out there, so only who keeps the till may cancel it away.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CancelAppointment {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  policy: Policy;
  @Inject()
  payments: Payments;
  @Inject()
  appointments: Appointments;
  @Inject()
  endAppointment: EndAppointment;
  @Inject()
  staffAppointments: StaffAppointments;

  async run(
    actor: Actor,
    appointmentId: string,
    { reason, note }: RequestOf<'cancelAppointment'>['body'],
  ): Promise<ResponseOf<'cancelAppointment'>> {
    const { staff } = await this.staffAppointments.require(
      actor,
      'appointment.update',
      appointmentId,
    );
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.appointments.lock(tx, appointmentId);
      if (!appointment) throw new AppError('NOT_FOUND');
      if (await this.payments.isDeskMoney(tx, appointmentId)) {
        requireTill(this.policy, staff, appointment);
      }
      await this.endAppointment.run(tx, staff, appointment, {
        action: 'appointment.cancel',
        by: 'staff',
        reason,
        note,
      });
    });
    return this.staffAppointments.afterwards(staff, appointmentId);
  }
}
