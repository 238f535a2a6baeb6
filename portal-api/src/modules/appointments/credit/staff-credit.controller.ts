import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { BookingPatterns } from './booking-patterns';
import { CreditAppeals } from './credit-appeals';
import { DecideCreditAppeal } from './decide-credit-appeal';
import { LiftCreditSuspension } from './lift-credit-suspension';
import { ListPatientCredit } from './list-patient-credit';
import { RecordCreditEvent } from './record-credit-event';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StaffCreditController {
  @Inject()
  listUseCase: ListPatientCredit;
  @Inject()
  recordUseCase: RecordCreditEvent;
  @Inject()
  liftUseCase: LiftCreditSuspension;
  @Inject()
  creditAppeals: CreditAppeals;
  @Inject()
  decideUseCase: DecideCreditAppeal;
  @Inject()
  bookingPatterns: BookingPatterns;

  @Route('listPatientCredit')
  async listPatientCredit(
    request: RequestOf<'listPatientCredit'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientCredit'>> {
    return this.listUseCase.run(actor, request.params.patientId);
  }

  @Route('recordCreditEvent')
  async recordCreditEvent(
    request: RequestOf<'recordCreditEvent'>,
    actor: Actor,
  ): Promise<ResponseOf<'recordCreditEvent'>> {
    return this.recordUseCase.run(actor, request);
  }

  @Route('liftCreditSuspension')
  async liftCreditSuspension(
    request: RequestOf<'liftCreditSuspension'>,
    actor: Actor,
  ): Promise<ResponseOf<'liftCreditSuspension'>> {
    return this.liftUseCase.run(actor, request);
  }

  @Route('listCreditAppeals')
  async listCreditAppeals(
    request: RequestOf<'listCreditAppeals'>,
    actor: Actor,
  ): Promise<ResponseOf<'listCreditAppeals'>> {
    return this.creditAppeals.list(actor, request.query);
  }

  @Route('getCreditAppeal')
  async getCreditAppeal(
    request: RequestOf<'getCreditAppeal'>,
    actor: Actor,
  ): Promise<ResponseOf<'getCreditAppeal'>> {
    return this.creditAppeals.get(actor, request.params.appealId);
  }

  @Route('getCreditAppealFile')
  async getCreditAppealFile(
    request: RequestOf<'getCreditAppealFile'>,
    actor: Actor,
  ): Promise<ResponseOf<'getCreditAppealFile'>> {
    return this.creditAppeals.file(actor, request.params);
  }

  @Route('decideCreditAppeal')
  async decideCreditAppeal(
    request: RequestOf<'decideCreditAppeal'>,
    actor: Actor,
  ): Promise<ResponseOf<'decideCreditAppeal'>> {
    return this.decideUseCase.run(actor, request);
  }

  @Route('listBookingPatterns')
  async listBookingPatterns(
    request: RequestOf<'listBookingPatterns'>,
    actor: Actor,
  ): Promise<ResponseOf<'listBookingPatterns'>> {
    return this.bookingPatterns.run(actor, request.query);
  }
}
