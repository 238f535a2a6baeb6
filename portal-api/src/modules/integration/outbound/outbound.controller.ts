import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { OutboundMessages } from './outbound-messages';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class OutboundController {
  @Inject()
  outboundMessages: OutboundMessages;

  @Route('listOutboundMessages')
  async listOutboundMessages(
    { query }: RequestOf<'listOutboundMessages'>,
    actor: Actor,
  ): Promise<ResponseOf<'listOutboundMessages'>> {
    return this.outboundMessages.list(actor, query);
  }

  @Route('replayOutboundMessages')
  async replayOutboundMessages(
    { body }: RequestOf<'replayOutboundMessages'>,
    actor: Actor,
  ): Promise<ResponseOf<'replayOutboundMessages'>> {
    return this.outboundMessages.replay(actor, body.ids);
  }
}
