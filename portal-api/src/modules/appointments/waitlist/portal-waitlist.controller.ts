import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { AcceptMyOffer } from './accept-my-offer';
import { AnswerWaitlist } from './answer-waitlist';
import { JoinMyWaitlist } from './join-my-waitlist';
import { MyWaitlist } from './my-waitlist';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PortalWaitlistController {
  @Inject()
  joinUseCase: JoinMyWaitlist;
  @Inject()
  answerUseCase: AnswerWaitlist;
  @Inject()
  acceptUseCase: AcceptMyOffer;
  @Inject()
  myWaitlist: MyWaitlist;

  @Route('joinWaitlist')
  async joinWaitlist(
    request: RequestOf<'joinWaitlist'>,
    actor: Actor,
  ): Promise<ResponseOf<'joinWaitlist'>> {
    return this.joinUseCase.run(actor, request.body);
  }

  @Route('listMyWaitlistEntries')
  async listMyWaitlistEntries(
    request: RequestOf<'listMyWaitlistEntries'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyWaitlistEntries'>> {
    return this.myWaitlist.list(actor, request.query);
  }

  @Route('getMyWaitlistEntry')
  async getMyWaitlistEntry(
    request: RequestOf<'getMyWaitlistEntry'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyWaitlistEntry'>> {
    return this.myWaitlist.get(actor, request.params.entryId);
  }

  @Route('leaveWaitlist')
  async leaveWaitlist(
    request: RequestOf<'leaveWaitlist'>,
    actor: Actor,
  ): Promise<ResponseOf<'leaveWaitlist'>> {
    return this.answerUseCase.leave(actor, request.params.entryId);
  }

  @Route('acceptWaitlistOffer')
  async acceptWaitlistOffer(
    request: RequestOf<'acceptWaitlistOffer'>,
    actor: Actor,
  ): Promise<ResponseOf<'acceptWaitlistOffer'>> {
    return this.acceptUseCase.run(actor, request.params.entryId, request.body);
  }

  @Route('declineWaitlistOffer')
  async declineWaitlistOffer(
    request: RequestOf<'declineWaitlistOffer'>,
    actor: Actor,
  ): Promise<ResponseOf<'declineWaitlistOffer'>> {
    return this.answerUseCase.decline(actor, request.params.entryId, request.body.offerId);
  }
}
