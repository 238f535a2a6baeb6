import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, UnitOfWork, type Actor } from '../../../kernel';
import { ClaimPlace } from '../booking/claim-place';
import { CreditStanding } from '../credit/credit-standing';
import { HospitalConfirmations } from '../number-source/hospital-confirmations';
import { StaffAppointments } from '../staff/staff-appointments';
import { StaffSlotScope } from '../staff/staff-slot-scope';

/** 复诊预约: the next visit is booked before the patient leaves the room, and names the one it follows. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BookFollowUpVisit {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  claimPlace: ClaimPlace;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  staffAppointments: StaffAppointments;
  @Inject()
  staffSlotScope: StaffSlotScope;
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  async run(
    actor: Actor,
    appointmentId: string,
    { slotId, note }: RequestOf<'bookFollowUpVisit'>['body'],
  ): Promise<ResponseOf<'bookFollowUpVisit'>> {
    const { staff, row } = await this.staffAppointments.require(
      actor,
      'appointment.create',
      appointmentId,
    );
    if (row.status !== 'arrived' && row.status !== 'fulfilled') {
      throw new AppError('INVALID_STATE', { message: '患者就诊后才能预约复诊' });
    }
    await this.staffSlotScope.require(actor, 'appointment.create', slotId);
    await this.creditStanding.requireStaffMayBook(row.patient_id);
    const id = await this.unitOfWork.run(async (tx) => {
      const view = await this.claimPlace.run(staff, {
        kind: 'book',
        operation: 'bookFollowUpVisit',
        channel: 'desk',
        slotId,
        patientId: row.patient_id,
      });
      await tx.query(
        `update appointment set follows_appointment_id = $2, preparation = $3 where id = $1`,
        [view.id, appointmentId, note],
      );
      return view.id;
    });
    await this.hospitalConfirmations.expect(id);
    return this.staffAppointments.afterwards(staff, id);
  }
}
