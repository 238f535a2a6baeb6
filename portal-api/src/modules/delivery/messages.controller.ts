import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { currentRequest, rawBody, Route, type Actor } from '../../kernel';
import { requireAccount } from '../identity';
import { Inbox } from './inbox';
import { ReceiveSmsReceipts } from './receive-sms-receipts';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class MessagesController {
  @Inject()
  inbox: Inbox;
  @Inject()
  receiveReceipts: ReceiveSmsReceipts;

  @Route('listMyMessages')
  async listMyMessages(
    { query }: RequestOf<'listMyMessages'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyMessages'>> {
    return this.inbox.page(requireAccount(actor).accountId, query);
  }

  @Route('countMyUnreadMessages')
  async countMyUnreadMessages(
    _request: RequestOf<'countMyUnreadMessages'>,
    actor: Actor,
  ): Promise<ResponseOf<'countMyUnreadMessages'>> {
    return { unread: await this.inbox.count(requireAccount(actor).accountId) };
  }

  @Route('readMyMessage')
  async readMyMessage(
    { params }: RequestOf<'readMyMessage'>,
    actor: Actor,
  ): Promise<ResponseOf<'readMyMessage'>> {
    return this.inbox.read(requireAccount(actor).accountId, params.messageId);
  }

  @Route('readAllMyMessages')
  async readAllMyMessages(
    _request: RequestOf<'readAllMyMessages'>,
    actor: Actor,
  ): Promise<ResponseOf<'readAllMyMessages'>> {
    const { accountId } = requireAccount(actor);
    await this.inbox.readAll(accountId);
    return { unread: await this.inbox.count(accountId) };
  }

  @Route('receiveSmsReceipts')
  async receiveSmsReceipts(): Promise<void> {
    await this.receiveReceipts.run(currentRequest().headers, rawBody());
  }
}
