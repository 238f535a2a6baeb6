import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { UnitOfWork, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { CreditStanding } from '../credit/credit-standing';
import { StaffAppointments } from '../staff/staff-appointments';
import { TakeDeskPayment } from '../staff/take-desk-payment';
import { StaffWaitlist } from './staff-waitlist';
import { TakeOffer } from './take-offer';

/** Takes the offered place for a patient who says so at the desk or by phone; the fee may be taken with it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AcceptOfferForPatient {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  policy: Policy;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  takeDeskPayment: TakeDeskPayment;
  @Inject()
  staffAppointments: StaffAppointments;
  @Inject()
  staffWaitlist: StaffWaitlist;
  @Inject()
  takeOffer: TakeOffer;

  async run(
    actor: Actor,
    entryId: string,
    { offerId, payment }: RequestOf<'acceptWaitlistOfferForPatient'>['body'],
  ): Promise<ResponseOf<'acceptWaitlistOfferForPatient'>> {
    const { staff, view } = await this.staffWaitlist.require(actor, 'appointment.create', entryId);
    if (payment) this.policy.require(actor, 'payment.create');
    await this.creditStanding.requireStaffMayBook(view.patient_id);
    const channel = view.channel === 'wechat' ? ('desk' as const) : view.channel;
    const id = await this.unitOfWork.run(async (tx) => {
      const taking = { entryId, offerId, as: 'book' as const, channel };
      const appointmentId = await this.takeOffer.run(tx, staff, taking);
      const offer = view.offers.find((one) => one.id === offerId);
      if (payment && offer && offer.fee_fen > 0) {
        await this.takeDeskPayment.run(actor, appointmentId, payment);
      }
      return appointmentId;
    });
    return this.staffAppointments.afterwards(staff, id);
  }
}
