import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { ReadEncounters } from './read-encounters';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class EncountersController {
  @Inject()
  readEncounters: ReadEncounters;

  @Route('listMyEncounters')
  async listMyEncounters(
    request: RequestOf<'listMyEncounters'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyEncounters'>> {
    return this.readEncounters.mine(actor, request);
  }

  @Route('getMyEncounter')
  async getMyEncounter(
    request: RequestOf<'getMyEncounter'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyEncounter'>> {
    return this.readEncounters.getMine(actor, request.params.encounterId);
  }

  @Route('listPatientEncounters')
  async listPatientEncounters(
    request: RequestOf<'listPatientEncounters'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientEncounters'>> {
    return this.readEncounters.ofPatient(actor, request);
  }

  @Route('getEncounter')
  async getEncounter(
    request: RequestOf<'getEncounter'>,
    actor: Actor,
  ): Promise<ResponseOf<'getEncounter'>> {
    return this.readEncounters.getForStaff(actor, request.params.encounterId);
  }
}
