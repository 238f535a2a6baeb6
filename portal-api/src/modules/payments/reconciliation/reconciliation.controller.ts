import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { Reconciliations } from './reconciliations';
import { SettleRow } from './settle-row';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class ReconciliationController {
  @Inject()
  reconciliations: Reconciliations;
  @Inject()
  settleUseCase: SettleRow;

  @Route('listReconciliations')
  async listReconciliations(
    request: RequestOf<'listReconciliations'>,
    actor: Actor,
  ): Promise<ResponseOf<'listReconciliations'>> {
    return this.reconciliations.list(actor, request.query);
  }

  @Route('getReconciliation')
  async getReconciliation(
    request: RequestOf<'getReconciliation'>,
    actor: Actor,
  ): Promise<ResponseOf<'getReconciliation'>> {
    return this.reconciliations.get(actor, request.params.date);
  }

  @Route('runReconciliation')
  async runReconciliation(
    request: RequestOf<'runReconciliation'>,
    actor: Actor,
  ): Promise<ResponseOf<'runReconciliation'>> {
    return this.reconciliations.run(actor, request.params.date);
  }

  @Route('settleReconciliationRow', { idempotency: 'around' })
  async settleReconciliationRow(
    request: RequestOf<'settleReconciliationRow'>,
    actor: Actor,
  ): Promise<ResponseOf<'settleReconciliationRow'>> {
    return this.settleUseCase.run(actor, request);
  }
}
