import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { CloseCashierDay } from './close-cashier-day';
import { ShowCashierDays } from './show-cashier-days';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class CashierController {
  @Inject()
  showCashierDays: ShowCashierDays;
  @Inject()
  closeUseCase: CloseCashierDay;

  @Route('getCashierDay')
  async getCashierDay(
    request: RequestOf<'getCashierDay'>,
    actor: Actor,
  ): Promise<ResponseOf<'getCashierDay'>> {
    return this.showCashierDays.own(actor, request);
  }

  @Route('closeCashierDay')
  async closeCashierDay(
    request: RequestOf<'closeCashierDay'>,
    actor: Actor,
  ): Promise<ResponseOf<'closeCashierDay'>> {
    return this.closeUseCase.run(actor, request);
  }

  @Route('listCashierDays')
  async listCashierDays(
    request: RequestOf<'listCashierDays'>,
    actor: Actor,
  ): Promise<ResponseOf<'listCashierDays'>> {
    return this.showCashierDays.list(actor, request);
  }
}
