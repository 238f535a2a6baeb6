import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { HospitalConfirmations } from '../number-source';
import { asAwaited, type AppointmentView } from '../reading/appointment-view';
import { MyAppointmentPresenter } from '../reading/my-appointment.presenter';
import { ClaimPlace, type ClaimWish } from './claim-place';

/** Keeps a place for a patient who is about to pay. A slot without a fee is booked at once. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class HoldPlace {
  @Inject()
  claimPlace: ClaimPlace;
  @Inject()
  myAppointmentPresenter: MyAppointmentPresenter;
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  async run(actor: Actor, body: RequestOf<'holdPlace'>['body']): Promise<ResponseOf<'holdPlace'>> {
    const view = await this.claim(actor, body);
    return this.myAppointmentPresenter.presentAsMade(view);
  }

  private async claim(
    actor: Actor,
    body: RequestOf<'holdPlace'>['body'],
  ): Promise<AppointmentView> {
    const account = requireAccount(actor);
    const wish: ClaimWish = {
      kind: 'hold',
      operation: 'holdPlace',
      channel: 'wechat',
      slotId: body.slotId,
      patientId: body.patientId,
    };
    try {
      return await this.claimPlace.run(account, wish);
    } catch (error) {
      // Nothing to pay, nothing to wait for.
      const isFree = error instanceof AppError && error.code === 'PAYMENT_MODE_NOT_ALLOWED';
      if (!isFree) throw error;
      const view = await this.claimPlace.run(account, { ...wish, kind: 'book' });
      return (await this.hospitalConfirmations.expect(view.id)) ? asAwaited(view) : view;
    }
  }
}
