import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { UnitOfWork, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { PatientAccess } from '../../patients';
import { Payments } from '../../payments';
import { ClaimPlace } from '../booking/claim-place';
import { CreditStanding } from '../credit/credit-standing';
import { HospitalConfirmations } from '../number-source/hospital-confirmations';
import { Appointments } from '../ending/appointment.repository';
import { StaffAppointments } from './staff-appointments';
import { StaffSlotScope } from './staff-slot-scope';

type Wish = RequestOf<'bookForPatient'>['body'];

/** Books at the desk or by phone, also before the release; takes the fee with it when it is handed over. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BookForPatient {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  policy: Policy;
  @Inject()
  patientAccess: PatientAccess;
  @Inject()
  payments: Payments;
  @Inject()
  claimPlace: ClaimPlace;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  appointments: Appointments;
  @Inject()
  staffAppointments: StaffAppointments;
  @Inject()
  staffSlotScope: StaffSlotScope;
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  async run(actor: Actor, wish: Wish): Promise<ResponseOf<'bookForPatient'>> {
    const staff = await this.staffSlotScope.require(actor, 'appointment.create', wish.slotId);
    await this.patientAccess.require(actor, 'appointment.create', wish.patientId);
    if (wish.payment) this.policy.require(actor, 'payment.create');
    await this.creditStanding.requireStaffMayBook(wish.patientId);
    const id = await this.unitOfWork.run(async (tx) => {
      const view = await this.claimPlace.run(staff, {
        kind: 'book',
        operation: 'bookForPatient',
        channel: wish.channel,
        slotId: wish.slotId,
        patientId: wish.patientId,
      });
      if (wish.payment && view.fee_state === 'pay-at-desk') {
        await this.appointments.setFeeState(tx, view.id, ['pay-at-desk'], 'paid');
        await this.payments.takeAtDesk(tx, staff, {
          appointmentId: view.id,
          patientId: wish.patientId,
          amountFen: view.fee_fen,
          method: wish.payment,
        });
      }
      return view.id;
    });
    await this.hospitalConfirmations.expect(id);
    return this.staffAppointments.afterwards(staff, id);
  }
}
