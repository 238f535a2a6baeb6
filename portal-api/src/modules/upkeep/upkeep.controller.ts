import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../kernel';
import { DeadLetters } from './dead-letters';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class UpkeepController {
  @Inject()
  deadLetters: DeadLetters;

  @Route('listDeadLetters')
  async listDeadLetters(
    { query }: RequestOf<'listDeadLetters'>,
    actor: Actor,
  ): Promise<ResponseOf<'listDeadLetters'>> {
    return this.deadLetters.list(actor, query);
  }

  @Route('requeueDeadLetter')
  async requeueDeadLetter({ params }: RequestOf<'requeueDeadLetter'>, actor: Actor): Promise<void> {
    await this.deadLetters.requeue(actor, params);
  }

  @Route('discardDeadLetter')
  async discardDeadLetter(
    { params, body }: RequestOf<'discardDeadLetter'>,
    actor: Actor,
  ): Promise<void> {
    await this.deadLetters.discard(actor, params, body.reason);
  }
}
