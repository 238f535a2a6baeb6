import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { AbandonMyReschedule } from './abandon-my-reschedule';
import { BookFollowUpVisit } from './book-follow-up-visit';
import { GetMyReschedule } from './get-my-reschedule';
import { RescheduleAppointment } from './reschedule-appointment';
import { RescheduleMyAppointment } from './reschedule-my-appointment';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class ReschedulingController {
  @Inject()
  rescheduleMineUseCase: RescheduleMyAppointment;
  @Inject()
  getMineUseCase: GetMyReschedule;
  @Inject()
  abandonMineUseCase: AbandonMyReschedule;
  @Inject()
  rescheduleUseCase: RescheduleAppointment;
  @Inject()
  bookFollowUpUseCase: BookFollowUpVisit;

  @Route('rescheduleMyAppointment')
  async rescheduleMyAppointment(
    request: RequestOf<'rescheduleMyAppointment'>,
    actor: Actor,
  ): Promise<ResponseOf<'rescheduleMyAppointment'>> {
    return this.rescheduleMineUseCase.run(actor, request.params.appointmentId, request.body.slotId);
  }

  @Route('getMyReschedule')
  async getMyReschedule(
    request: RequestOf<'getMyReschedule'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyReschedule'>> {
    return this.getMineUseCase.run(actor, request.params.appointmentId);
  }

  @Route('abandonMyReschedule')
  async abandonMyReschedule(
    request: RequestOf<'abandonMyReschedule'>,
    actor: Actor,
  ): Promise<ResponseOf<'abandonMyReschedule'>> {
    return this.abandonMineUseCase.run(actor, request.params.appointmentId);
  }

  @Route('rescheduleAppointment')
  async rescheduleAppointment(
    request: RequestOf<'rescheduleAppointment'>,
    actor: Actor,
  ): Promise<ResponseOf<'rescheduleAppointment'>> {
    return this.rescheduleUseCase.run(actor, request.params.appointmentId, request.body);
  }

  @Route('bookFollowUpVisit')
  async bookFollowUpVisit(
    request: RequestOf<'bookFollowUpVisit'>,
    actor: Actor,
  ): Promise<ResponseOf<'bookFollowUpVisit'>> {
    return this.bookFollowUpUseCase.run(actor, request.params.appointmentId, request.body);
  }
}
