import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Database, Settings, UnitOfWork, type Actor } from '../../../kernel';
import { isDeskPaymentAllowed } from '../appointment.settings';
import { CreditStanding } from '../credit/credit-standing';
import { MyAppointments } from '../reading/my-appointments';
import { MyWaitlist } from './my-waitlist';
import { TakeOffer } from './take-offer';
import { Waitlist } from './waitlist.repository';

/** A patient takes the offered place: held while it is paid, or booked to be paid at the desk. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AcceptMyOffer {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  myAppointments: MyAppointments;
  @Inject()
  myWaitlist: MyWaitlist;
  @Inject()
  waitlist: Waitlist;
  @Inject()
  takeOffer: TakeOffer;

  async run(
    actor: Actor,
    entryId: string,
    { offerId, pay }: RequestOf<'acceptWaitlistOffer'>['body'],
  ): Promise<ResponseOf<'acceptWaitlistOffer'>> {
    const { patientId } = await this.myWaitlist.requireMine(actor, entryId);
    await this.creditStanding.requireMayBook(patientId);
    const offer = await this.waitlist.offer(this.database, offerId);
    if (offer?.entry_id !== entryId) throw new AppError('NOT_FOUND');
    const isFree = offer.fee_fen === 0;
    const isAtDesk = pay === 'desk';
    if (isAtDesk && !isFree && !(await this.settings.get(isDeskPaymentAllowed))) {
      throw new AppError('PAYMENT_MODE_NOT_ALLOWED');
    }
    const as = isFree || isAtDesk ? ('book' as const) : ('hold' as const);
    return this.unitOfWork.run(async (tx) => {
      const taking = { entryId, offerId, as, channel: 'wechat' as const };
      const appointmentId = await this.takeOffer.run(tx, actor, taking);
      return this.myAppointments.get(actor, appointmentId);
    });
  }
}
