import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import type { Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { HospitalConfirmations } from '../number-source';
import { asAwaited } from '../reading/appointment-view';
import { MyAppointmentPresenter } from '../reading/my-appointment.presenter';
import { ClaimPlace } from './claim-place';

/** Takes a place and books it in one step, to be paid at the desk or free of charge. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BookPlace {
  @Inject()
  claimPlace: ClaimPlace;
  @Inject()
  myAppointmentPresenter: MyAppointmentPresenter;
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  async run(actor: Actor, body: RequestOf<'bookPlace'>['body']): Promise<ResponseOf<'bookPlace'>> {
    const view = await this.claimPlace.run(requireAccount(actor), {
      kind: 'book',
      operation: 'bookPlace',
      channel: 'wechat',
      slotId: body.slotId,
      patientId: body.patientId,
    });
    const isAwaited = await this.hospitalConfirmations.expect(view.id);
    return this.myAppointmentPresenter.presentAsMade(isAwaited ? asAwaited(view) : view);
  }
}
