import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { UnitOfWork, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { StaffAppointments } from '../staff/staff-appointments';
import { StaffSlotScope } from '../staff/staff-slot-scope';
import { MoveAppointment } from './move-appointment';

/**
 * Staff move a visit, also past the patient's own limits; a difference is taken or handed out with it,
 * so who gives cash back must keep the till.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RescheduleAppointment {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  policy: Policy;
  @Inject()
  staffAppointments: StaffAppointments;
  @Inject()
  staffSlotScope: StaffSlotScope;
  @Inject()
  moveAppointment: MoveAppointment;

  async run(
    actor: Actor,
    appointmentId: string,
    wish: RequestOf<'rescheduleAppointment'>['body'],
  ): Promise<ResponseOf<'rescheduleAppointment'>> {
    const { staff, row } = await this.staffAppointments.require(
      actor,
      'appointment.update',
      appointmentId,
    );
    await this.staffSlotScope.require(actor, 'appointment.update', wish.slotId, row);
    if (wish.payment) this.policy.require(actor, 'payment.create');
    await this.unitOfWork.run((tx) =>
      this.moveAppointment.run(tx, staff, {
        appointmentId,
        slotId: wish.slotId,
        kind: 'staff',
        reason: wish.reason,
        payment: wish.payment,
        ignoresLimits: true,
      }),
    );
    return this.staffAppointments.afterwards(staff, appointmentId);
  }
}
