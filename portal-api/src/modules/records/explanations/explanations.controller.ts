import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { StoredExplanations } from './stored-explanations';

/** Plain words for abnormal items. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class ExplanationsController {
  @Inject()
  storedExplanations: StoredExplanations;

  @Route('listItemExplanations')
  async listItemExplanations(
    { query }: RequestOf<'listItemExplanations'>,
    actor: Actor,
  ): Promise<ResponseOf<'listItemExplanations'>> {
    return this.storedExplanations.list(actor, query);
  }

  @Route('saveItemExplanation')
  async saveItemExplanation(
    { body }: RequestOf<'saveItemExplanation'>,
    actor: Actor,
  ): Promise<ResponseOf<'saveItemExplanation'>> {
    return this.storedExplanations.save(actor, body);
  }

  @Route('approveItemExplanation')
  async approveItemExplanation(
    { params, body }: RequestOf<'approveItemExplanation'>,
    actor: Actor,
  ): Promise<ResponseOf<'approveItemExplanation'>> {
    return this.storedExplanations.decide(actor, params.explanationId, body);
  }
}
