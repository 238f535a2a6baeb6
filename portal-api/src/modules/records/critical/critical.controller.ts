import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { AcknowledgeAlert } from './acknowledge-alert';
import { AlertReader } from './alert-reader';
import { ResolveAlert } from './resolve-alert';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class CriticalController {
  @Inject()
  alertReader: AlertReader;
  @Inject()
  acknowledgeUseCase: AcknowledgeAlert;
  @Inject()
  resolveUseCase: ResolveAlert;

  @Route('listCriticalAlerts')
  async listCriticalAlerts(
    { query }: RequestOf<'listCriticalAlerts'>,
    actor: Actor,
  ): Promise<ResponseOf<'listCriticalAlerts'>> {
    return this.alertReader.list(actor, query);
  }

  @Route('countCriticalAlerts')
  async countCriticalAlerts(
    _request: RequestOf<'countCriticalAlerts'>,
    actor: Actor,
  ): Promise<ResponseOf<'countCriticalAlerts'>> {
    return this.alertReader.count(actor);
  }

  @Route('acknowledgeCriticalAlert')
  async acknowledgeCriticalAlert(
    request: RequestOf<'acknowledgeCriticalAlert'>,
    actor: Actor,
  ): Promise<ResponseOf<'acknowledgeCriticalAlert'>> {
    return this.acknowledgeUseCase.run(actor, request);
  }

  @Route('resolveCriticalAlert')
  async resolveCriticalAlert(
    request: RequestOf<'resolveCriticalAlert'>,
    actor: Actor,
  ): Promise<ResponseOf<'resolveCriticalAlert'>> {
    return this.resolveUseCase.run(actor, request);
  }
}
