import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { ApplyRosterTemplates } from './apply-roster-templates';
import { CopyRosterWeek } from './copy-roster-week';
import { CreateRoster } from './create-roster';
import { DeleteRoster } from './delete-roster';
import { DeleteRosterTemplate } from './delete-roster-template';
import { GetRoster } from './get-roster';
import { ListRosterTemplates } from './list-roster-templates';
import { ListRosters } from './list-rosters';
import { SaveRosterTemplate } from './save-roster-template';
import { UpdateRoster } from './update-roster';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class RostersController {
  @Inject()
  listRostersUseCase: ListRosters;
  @Inject()
  createRosterUseCase: CreateRoster;
  @Inject()
  getRosterUseCase: GetRoster;
  @Inject()
  updateRosterUseCase: UpdateRoster;
  @Inject()
  deleteRosterUseCase: DeleteRoster;
  @Inject()
  copyRosterWeekUseCase: CopyRosterWeek;
  @Inject()
  listRosterTemplatesUseCase: ListRosterTemplates;
  @Inject()
  saveRosterTemplate: SaveRosterTemplate;
  @Inject()
  deleteRosterTemplateUseCase: DeleteRosterTemplate;
  @Inject()
  applyRosterTemplatesUseCase: ApplyRosterTemplates;

  @Route('listRosters')
  async listRosters(
    request: RequestOf<'listRosters'>,
    actor: Actor,
  ): Promise<ResponseOf<'listRosters'>> {
    return this.listRostersUseCase.run(actor, request.query);
  }

  @Route('createRoster')
  async createRoster(
    request: RequestOf<'createRoster'>,
    actor: Actor,
  ): Promise<ResponseOf<'createRoster'>> {
    return this.createRosterUseCase.run(actor, request.body);
  }

  @Route('getRoster')
  async getRoster(request: RequestOf<'getRoster'>, actor: Actor): Promise<ResponseOf<'getRoster'>> {
    return this.getRosterUseCase.run(actor, request.params.rosterId);
  }

  @Route('updateRoster')
  async updateRoster(
    request: RequestOf<'updateRoster'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateRoster'>> {
    return this.updateRosterUseCase.run(actor, request.params.rosterId, request.body);
  }

  @Route('deleteRoster')
  async deleteRoster(request: RequestOf<'deleteRoster'>, actor: Actor): Promise<void> {
    return this.deleteRosterUseCase.run(actor, request.params.rosterId);
  }

  @Route('copyRosterWeek')
  async copyRosterWeek(
    request: RequestOf<'copyRosterWeek'>,
    actor: Actor,
  ): Promise<ResponseOf<'copyRosterWeek'>> {
    return this.copyRosterWeekUseCase.run(actor, request.body);
  }

  @Route('listRosterTemplates')
  async listRosterTemplates(
    request: RequestOf<'listRosterTemplates'>,
    actor: Actor,
  ): Promise<ResponseOf<'listRosterTemplates'>> {
    return this.listRosterTemplatesUseCase.run(actor, request.query);
  }

  @Route('createRosterTemplate')
  async createRosterTemplate(
    request: RequestOf<'createRosterTemplate'>,
    actor: Actor,
  ): Promise<ResponseOf<'createRosterTemplate'>> {
    return this.saveRosterTemplate.create(actor, request.body);
  }

  @Route('updateRosterTemplate')
  async updateRosterTemplate(
    request: RequestOf<'updateRosterTemplate'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateRosterTemplate'>> {
    return this.saveRosterTemplate.update(actor, request.params.templateId, request.body);
  }

  @Route('deleteRosterTemplate')
  async deleteRosterTemplate(
    request: RequestOf<'deleteRosterTemplate'>,
    actor: Actor,
  ): Promise<void> {
    return this.deleteRosterTemplateUseCase.run(actor, request.params.templateId);
  }

  @Route('applyRosterTemplates')
  async applyRosterTemplates(
    request: RequestOf<'applyRosterTemplates'>,
    actor: Actor,
  ): Promise<ResponseOf<'applyRosterTemplates'>> {
    return this.applyRosterTemplatesUseCase.run(actor, request.body);
  }
}
