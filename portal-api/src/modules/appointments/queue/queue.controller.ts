import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { CallNext } from './call-next';
import { FinishVisit } from './finish-visit';
import { PassOver } from './pass-over';
import { Prioritise } from './prioritise';
import { ReadQueues } from './read-queues';
import { Recall } from './recall';
import { ReturnEntry } from './return-entry';
import { StartVisit } from './start-visit';
import { TransferEntry } from './transfer';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class QueueController {
  @Inject()
  readQueues: ReadQueues;
  @Inject()
  callNextUseCase: CallNext;
  @Inject()
  recallUseCase: Recall;
  @Inject()
  passOverUseCase: PassOver;
  @Inject()
  returnUseCase: ReturnEntry;
  @Inject()
  transferUseCase: TransferEntry;
  @Inject()
  prioritiseUseCase: Prioritise;
  @Inject()
  startUseCase: StartVisit;
  @Inject()
  finishUseCase: FinishVisit;

  @Route('listQueues')
  async listQueues(
    { query }: RequestOf<'listQueues'>,
    actor: Actor,
  ): Promise<ResponseOf<'listQueues'>> {
    return this.readQueues.list(actor, query);
  }

  @Route('getQueue')
  async getQueue({ params }: RequestOf<'getQueue'>, actor: Actor): Promise<ResponseOf<'getQueue'>> {
    return this.readQueues.get(actor, params.rosterId);
  }

  @Route('callNext')
  async callNext(
    { params, body }: RequestOf<'callNext'>,
    actor: Actor,
  ): Promise<ResponseOf<'callNext'>> {
    return this.callNextUseCase.run(actor, params.rosterId, body);
  }

  @Route('recallQueueEntry')
  async recallQueueEntry(
    { params }: RequestOf<'recallQueueEntry'>,
    actor: Actor,
  ): Promise<ResponseOf<'recallQueueEntry'>> {
    return this.recallUseCase.run(actor, params.entryId);
  }

  @Route('passOverQueueEntry')
  async passOverQueueEntry(
    { params }: RequestOf<'passOverQueueEntry'>,
    actor: Actor,
  ): Promise<ResponseOf<'passOverQueueEntry'>> {
    return this.passOverUseCase.run(actor, params.entryId);
  }

  @Route('returnQueueEntry')
  async returnQueueEntry(
    { params }: RequestOf<'returnQueueEntry'>,
    actor: Actor,
  ): Promise<ResponseOf<'returnQueueEntry'>> {
    return this.returnUseCase.run(actor, params.entryId);
  }

  @Route('transferQueueEntry')
  async transferQueueEntry(
    { params, body }: RequestOf<'transferQueueEntry'>,
    actor: Actor,
  ): Promise<ResponseOf<'transferQueueEntry'>> {
    return this.transferUseCase.run(actor, params.entryId, body);
  }

  @Route('prioritiseQueueEntry')
  async prioritiseQueueEntry(
    { params, body }: RequestOf<'prioritiseQueueEntry'>,
    actor: Actor,
  ): Promise<ResponseOf<'prioritiseQueueEntry'>> {
    return this.prioritiseUseCase.run(actor, params.entryId, body);
  }

  @Route('startVisit')
  async startVisit(
    { params }: RequestOf<'startVisit'>,
    actor: Actor,
  ): Promise<ResponseOf<'startVisit'>> {
    return this.startUseCase.run(actor, params.entryId);
  }

  @Route('finishVisit')
  async finishVisit(
    { params }: RequestOf<'finishVisit'>,
    actor: Actor,
  ): Promise<ResponseOf<'finishVisit'>> {
    return this.finishUseCase.run(actor, params.entryId);
  }
}
