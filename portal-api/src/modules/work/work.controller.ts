import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../kernel';
import { ClaimWorkItem } from './claim-work-item';
import { CompleteWorkItem } from './complete-work-item';
import { ListWorkItems } from './list-work-items';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class WorkController {
  @Inject()
  listUseCase: ListWorkItems;
  @Inject()
  claimUseCase: ClaimWorkItem;
  @Inject()
  completeUseCase: CompleteWorkItem;

  @Route('listWorkItems')
  async listWorkItems(
    { query }: RequestOf<'listWorkItems'>,
    actor: Actor,
  ): Promise<ResponseOf<'listWorkItems'>> {
    return this.listUseCase.run(actor, query);
  }

  @Route('countMyWork')
  async countMyWork(
    _request: RequestOf<'countMyWork'>,
    actor: Actor,
  ): Promise<ResponseOf<'countMyWork'>> {
    return this.listUseCase.count(actor);
  }

  @Route('claimWorkItem')
  async claimWorkItem(
    { params }: RequestOf<'claimWorkItem'>,
    actor: Actor,
  ): Promise<ResponseOf<'claimWorkItem'>> {
    return this.claimUseCase.claim(actor, params.workItemId);
  }

  @Route('releaseWorkItem')
  async releaseWorkItem(
    { params }: RequestOf<'releaseWorkItem'>,
    actor: Actor,
  ): Promise<ResponseOf<'releaseWorkItem'>> {
    return this.claimUseCase.release(actor, params.workItemId);
  }

  @Route('completeWorkItem')
  async completeWorkItem(
    { params, body }: RequestOf<'completeWorkItem'>,
    actor: Actor,
  ): Promise<ResponseOf<'completeWorkItem'>> {
    return this.completeUseCase.run(actor, params.workItemId, body);
  }
}
