import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { MappingReport } from '../streams/mapping-report';
import { SteerStreams } from '../streams/steer-streams';
import { SyncBoard } from '../streams/sync-board';
import { ExternalSystems } from './external-systems';
import { SaveExternalSystem } from './save-external-system';
import { TestExternalSystem } from './test-external-system';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class SystemsController {
  @Inject()
  externalSystems: ExternalSystems;
  @Inject()
  saveUseCase: SaveExternalSystem;
  @Inject()
  testUseCase: TestExternalSystem;
  @Inject()
  steerStreams: SteerStreams;
  @Inject()
  syncBoard: SyncBoard;
  @Inject()
  mappingReport: MappingReport;

  @Route('listExternalSystems')
  async listExternalSystems(
    _request: RequestOf<'listExternalSystems'>,
    actor: Actor,
  ): Promise<ResponseOf<'listExternalSystems'>> {
    return this.externalSystems.list(actor);
  }

  @Route('createExternalSystem')
  async createExternalSystem(
    request: RequestOf<'createExternalSystem'>,
    actor: Actor,
  ): Promise<ResponseOf<'createExternalSystem'>> {
    return this.saveUseCase.create(actor, request);
  }

  @Route('updateExternalSystem')
  async updateExternalSystem(
    request: RequestOf<'updateExternalSystem'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateExternalSystem'>> {
    return this.saveUseCase.update(actor, request);
  }

  @Route('testExternalSystem')
  async testExternalSystem(
    { params }: RequestOf<'testExternalSystem'>,
    actor: Actor,
  ): Promise<ResponseOf<'testExternalSystem'>> {
    return this.testUseCase.run(actor, params.systemId);
  }

  @Route('pauseExternalSystem')
  async pauseExternalSystem(
    request: RequestOf<'pauseExternalSystem'>,
    actor: Actor,
  ): Promise<ResponseOf<'pauseExternalSystem'>> {
    return this.steerStreams.pause(actor, request);
  }

  @Route('runExternalSystem')
  async runExternalSystem(
    request: RequestOf<'runExternalSystem'>,
    actor: Actor,
  ): Promise<ResponseOf<'runExternalSystem'>> {
    return this.steerStreams.hurry(actor, request);
  }

  @Route('getSyncBoard')
  async getSyncBoard(
    { query }: RequestOf<'getSyncBoard'>,
    actor: Actor,
  ): Promise<ResponseOf<'getSyncBoard'>> {
    return this.syncBoard.run(actor, query);
  }

  @Route('getMappingReport')
  async getMappingReport(
    request: RequestOf<'getMappingReport'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMappingReport'>> {
    return this.mappingReport.run(actor, request);
  }
}
