import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { GetClinicDay } from './get-clinic-day';
import { SavePreparation } from './save-preparation';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class ClinicDayController {
  @Inject()
  getUseCase: GetClinicDay;
  @Inject()
  saveUseCase: SavePreparation;

  @Route('getClinicDay')
  async getClinicDay(
    { query }: RequestOf<'getClinicDay'>,
    actor: Actor,
  ): Promise<ResponseOf<'getClinicDay'>> {
    return this.getUseCase.run(actor, query);
  }

  @Route('savePreparation')
  async savePreparation(
    { params, body }: RequestOf<'savePreparation'>,
    actor: Actor,
  ): Promise<ResponseOf<'savePreparation'>> {
    return this.saveUseCase.run(actor, params.appointmentId, body);
  }
}
