import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { ResolveSyncConflict } from './resolve-sync-conflict';
import { SyncConflicts } from './sync-conflicts';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class ConflictsController {
  @Inject()
  syncConflicts: SyncConflicts;
  @Inject()
  resolveUseCase: ResolveSyncConflict;

  @Route('listSyncConflicts')
  async listSyncConflicts(
    { query }: RequestOf<'listSyncConflicts'>,
    actor: Actor,
  ): Promise<ResponseOf<'listSyncConflicts'>> {
    return this.syncConflicts.list(actor, query);
  }

  @Route('getSyncConflict')
  async getSyncConflict(
    { params }: RequestOf<'getSyncConflict'>,
    actor: Actor,
  ): Promise<ResponseOf<'getSyncConflict'>> {
    return this.syncConflicts.get(actor, params.conflictId);
  }

  @Route('resolveSyncConflict')
  async resolveSyncConflict(
    request: RequestOf<'resolveSyncConflict'>,
    actor: Actor,
  ): Promise<ResponseOf<'resolveSyncConflict'>> {
    return this.resolveUseCase.run(actor, request);
  }
}
