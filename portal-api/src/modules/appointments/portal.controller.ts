import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../kernel';
import { BookPlace } from './booking/book-place';
import { HoldPlace } from './booking/hold-place';
import { CancelMyAppointment } from './ending/cancel-my-appointment';
import { ChooseDeskPayment } from './ending/choose-desk-payment';
import { ReleaseHold } from './ending/release-hold';
import { MyAppointments } from './reading/my-appointments';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PortalAppointmentsController {
  @Inject()
  holdPlaceUseCase: HoldPlace;
  @Inject()
  releaseHoldUseCase: ReleaseHold;
  @Inject()
  bookPlaceUseCase: BookPlace;
  @Inject()
  chooseDeskPaymentUseCase: ChooseDeskPayment;
  @Inject()
  cancelUseCase: CancelMyAppointment;
  @Inject()
  myAppointments: MyAppointments;

  @Route('holdPlace', { idempotency: 'own' })
  async holdPlace(request: RequestOf<'holdPlace'>, actor: Actor): Promise<ResponseOf<'holdPlace'>> {
    return this.holdPlaceUseCase.run(actor, request.body);
  }

  @Route('releaseHold')
  async releaseHold(request: RequestOf<'releaseHold'>, actor: Actor): Promise<void> {
    await this.releaseHoldUseCase.run(actor, request.params.holdId);
  }

  @Route('bookPlace', { idempotency: 'own' })
  async bookPlace(request: RequestOf<'bookPlace'>, actor: Actor): Promise<ResponseOf<'bookPlace'>> {
    return this.bookPlaceUseCase.run(actor, request.body);
  }

  // It asks the hospital for the number, over the network.
  @Route('chooseDeskPayment', { idempotency: 'around' })
  async chooseDeskPayment(
    request: RequestOf<'chooseDeskPayment'>,
    actor: Actor,
  ): Promise<ResponseOf<'chooseDeskPayment'>> {
    return this.chooseDeskPaymentUseCase.run(actor, request.params.appointmentId);
  }

  @Route('listMyAppointments')
  async listMyAppointments(
    request: RequestOf<'listMyAppointments'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyAppointments'>> {
    return this.myAppointments.list(actor, request.query);
  }

  @Route('getMyAppointment')
  async getMyAppointment(
    request: RequestOf<'getMyAppointment'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyAppointment'>> {
    return this.myAppointments.get(actor, request.params.appointmentId);
  }

  @Route('cancelMyAppointment')
  async cancelMyAppointment(
    request: RequestOf<'cancelMyAppointment'>,
    actor: Actor,
  ): Promise<ResponseOf<'cancelMyAppointment'>> {
    return this.cancelUseCase.run(actor, request.params.appointmentId, request.body);
  }
}
