import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { MySuspensionCase } from './my-suspension-case';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PortalSuspensionController {
  @Inject()
  mySuspensionCase: MySuspensionCase;

  @Route('getMySuspensionCase')
  async getMySuspensionCase(
    { params }: RequestOf<'getMySuspensionCase'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMySuspensionCase'>> {
    return this.mySuspensionCase.get(actor, params.appointmentId);
  }

  @Route('answerMySuspensionCase')
  async answerMySuspensionCase(
    { params, body }: RequestOf<'answerMySuspensionCase'>,
    actor: Actor,
  ): Promise<ResponseOf<'answerMySuspensionCase'>> {
    return this.mySuspensionCase.answer(actor, params.appointmentId, body);
  }
}
