import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { requireAccount } from '../policy/policy';
import { StepUp } from './step-up';

/** The code before the first report of a session. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StepUpController {
  @Inject()
  stepUp: StepUp;

  @Route('getStepUp')
  async getStepUp(
    _request: RequestOf<'getStepUp'>,
    actor: Actor,
  ): Promise<ResponseOf<'getStepUp'>> {
    return this.stepUp.standing(requireAccount(actor));
  }

  @Route('requestStepUpCode')
  async requestStepUpCode(
    _request: RequestOf<'requestStepUpCode'>,
    actor: Actor,
  ): Promise<ResponseOf<'requestStepUpCode'>> {
    return this.stepUp.requestCode(requireAccount(actor));
  }

  @Route('confirmStepUp')
  async confirmStepUp(
    { body }: RequestOf<'confirmStepUp'>,
    actor: Actor,
  ): Promise<ResponseOf<'confirmStepUp'>> {
    return this.stepUp.confirm(requireAccount(actor), body.code);
  }
}
