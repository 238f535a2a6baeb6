import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { AcceptOfferForPatient } from './accept-for-patient';
import { JoinWaitlistForPatient } from './join-for-patient';
import { RemoveWaitlistEntry } from './remove-entry';
import { StaffWaitlist } from './staff-waitlist';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StaffWaitlistController {
  @Inject()
  joinUseCase: JoinWaitlistForPatient;
  @Inject()
  acceptUseCase: AcceptOfferForPatient;
  @Inject()
  removeUseCase: RemoveWaitlistEntry;
  @Inject()
  staffWaitlist: StaffWaitlist;

  @Route('listWaitlistEntries')
  async listWaitlistEntries(
    request: RequestOf<'listWaitlistEntries'>,
    actor: Actor,
  ): Promise<ResponseOf<'listWaitlistEntries'>> {
    return this.staffWaitlist.list(actor, request.query);
  }

  @Route('getWaitlistEntry')
  async getWaitlistEntry(
    request: RequestOf<'getWaitlistEntry'>,
    actor: Actor,
  ): Promise<ResponseOf<'getWaitlistEntry'>> {
    return this.staffWaitlist.get(actor, request.params.entryId);
  }

  @Route('joinWaitlistForPatient')
  async joinWaitlistForPatient(
    request: RequestOf<'joinWaitlistForPatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'joinWaitlistForPatient'>> {
    return this.joinUseCase.run(actor, request.body);
  }

  @Route('acceptWaitlistOfferForPatient')
  async acceptWaitlistOfferForPatient(
    request: RequestOf<'acceptWaitlistOfferForPatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'acceptWaitlistOfferForPatient'>> {
    return this.acceptUseCase.run(actor, request.params.entryId, request.body);
  }

  @Route('removeWaitlistEntry')
  async removeWaitlistEntry(
    request: RequestOf<'removeWaitlistEntry'>,
    actor: Actor,
  ): Promise<ResponseOf<'removeWaitlistEntry'>> {
    return this.removeUseCase.run(actor, request.params.entryId, request.body.reason);
  }
}
