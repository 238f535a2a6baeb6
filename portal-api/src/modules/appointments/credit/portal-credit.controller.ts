import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { AppealCreditEvent } from './appeal-credit-event';
import { CreditView } from './credit-view';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PortalCreditController {
  @Inject()
  proxies: Proxies;
  @Inject()
  creditView: CreditView;
  @Inject()
  appealUseCase: AppealCreditEvent;

  @Route('getMyCredit')
  async getMyCredit(
    { params: { patientId } }: RequestOf<'getMyCredit'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyCredit'>> {
    await this.proxies.require(requireAccount(actor).accountId, patientId);
    return this.creditView.of(patientId);
  }

  @Route('appealCreditEvent')
  async appealCreditEvent(
    request: RequestOf<'appealCreditEvent'>,
    actor: Actor,
  ): Promise<ResponseOf<'appealCreditEvent'>> {
    return this.appealUseCase.run(actor, request);
  }
}
