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
  listRosters(
    request: RequestOf<'listRosters'>,
    actor: Actor,
  ): Promise<ResponseOf<'listRosters'>> {
    return this.listRostersUseCase.run(actor, request.query);
  }

  @Route('createRoster')
  createRoster(
    request: RequestOf<'createRoster'>,
    actor: Actor,
  ): Promise<ResponseOf<'createRoster'>> {
    return this.createRosterUseCase.run(actor, request.body);
  }

  @Route('getRoster')
  getRoster(request: RequestOf<'getRoster'>, actor: Actor): Promise<ResponseOf<'getRoster'>> {
    return this.getRosterUseCase.run(actor, request.params.rosterId);
  }

  @Route('updateRoster')
  updateRoster(
    request: RequestOf<'updateRoster'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateRoster'>> {
    return this.updateRosterUseCase.run(actor, request.params.rosterId, request.body);
  }

  @Route('deleteRoster')
  deleteRoster(request: RequestOf<'deleteRoster'>, actor: Actor): Promise<void> {
    return this.deleteRosterUseCase.run(actor, request.params.rosterId);
  }

  @Route('copyRosterWeek')
  copyRosterWeek(
    request: RequestOf<'copyRosterWeek'>,
    actor: Actor,
  ): Promise<ResponseOf<'copyRosterWeek'>> {
    return this.copyRosterWeekUseCase.run(actor, request.body);
  }

  @Route('listRosterTemplates')
  listRosterTemplates(
    request: RequestOf<'listRosterTemplates'>,
    actor: Actor,
  ): Promise<ResponseOf<'listRosterTemplates'>> {
    return this.listRosterTemplatesUseCase.run(actor, request.query);
  }

  @Route('createRosterTemplate')
  createRosterTemplate(
    request: RequestOf<'createRosterTemplate'>,
    actor: Actor,
  ): Promise<ResponseOf<'createRosterTemplate'>> {
    return this.saveRosterTemplate.create(actor, request.body);
  }

  @Route('updateRosterTemplate')
  updateRosterTemplate(
    request: RequestOf<'updateRosterTemplate'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateRosterTemplate'>> {
    return this.saveRosterTemplate.update(actor, request.params.templateId, request.body);
  }

  @Route('deleteRosterTemplate')
  deleteRosterTemplate(request: RequestOf<'deleteRosterTemplate'>, actor: Actor): Promise<void> {
    return this.deleteRosterTemplateUseCase.run(actor, request.params.templateId);
  }

  @Route('applyRosterTemplates')
  applyRosterTemplates(
    request: RequestOf<'applyRosterTemplates'>,
    actor: Actor,
  ): Promise<ResponseOf<'applyRosterTemplates'>> {
    return this.applyRosterTemplatesUseCase.run(actor, request.body);
  }
}
