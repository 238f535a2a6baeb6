import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { GetPatientPrompts } from './get-patient-prompts';
import { GetPatientTimeline } from './get-patient-timeline';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class TimelineController {
  @Inject()
  getTimeline: GetPatientTimeline;
  @Inject()
  getPrompts: GetPatientPrompts;

  @Route('getPatientTimeline')
  async getPatientTimeline(
    request: RequestOf<'getPatientTimeline'>,
    actor: Actor,
  ): Promise<ResponseOf<'getPatientTimeline'>> {
    return this.getTimeline.run(actor, request);
  }

  @Route('getPatientPrompts')
  async getPatientPrompts(
    request: RequestOf<'getPatientPrompts'>,
    actor: Actor,
  ): Promise<ResponseOf<'getPatientPrompts'>> {
    return this.getPrompts.run(actor, request.params.patientId);
  }
}
