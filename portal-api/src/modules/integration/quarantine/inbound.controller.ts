import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { ReadInbound } from './read-inbound';
import { ReplayInbound } from './replay-inbound';
import { SettleInbound } from './settle-inbound';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class InboundController {
  @Inject()
  readInbound: ReadInbound;
  @Inject()
  replayInbound: ReplayInbound;
  @Inject()
  settleInbound: SettleInbound;

  @Route('listInboundMessages')
  async listInboundMessages(
    { query }: RequestOf<'listInboundMessages'>,
    actor: Actor,
  ): Promise<ResponseOf<'listInboundMessages'>> {
    return this.readInbound.list(actor, query);
  }

  @Route('getInboundMessage')
  async getInboundMessage(
    { params }: RequestOf<'getInboundMessage'>,
    actor: Actor,
  ): Promise<ResponseOf<'getInboundMessage'>> {
    return this.readInbound.get(actor, params.inboundId);
  }

  @Route('replayInboundMessages')
  async replayInboundMessages(
    { body }: RequestOf<'replayInboundMessages'>,
    actor: Actor,
  ): Promise<ResponseOf<'replayInboundMessages'>> {
    return this.replayInbound.run(actor, body);
  }

  @Route('linkInboundMessage')
  async linkInboundMessage(
    request: RequestOf<'linkInboundMessage'>,
    actor: Actor,
  ): Promise<ResponseOf<'linkInboundMessage'>> {
    return this.settleInbound.link(actor, request);
  }

  @Route('discardInboundMessage')
  async discardInboundMessage(
    request: RequestOf<'discardInboundMessage'>,
    actor: Actor,
  ): Promise<ResponseOf<'discardInboundMessage'>> {
    return this.settleInbound.discard(actor, request);
  }
}
