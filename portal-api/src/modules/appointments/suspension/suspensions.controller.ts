import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { CaseAlternatives } from './case-alternatives';
import { CloseSuspension } from './close-suspension';
import { CreateSuspension } from './create-suspension';
import { ListSuspensionCases } from './list-suspension-cases';
import { PreviewSuspension } from './preview-suspension';
import { ReadSuspensions } from './read-suspensions';
import { RemindSuspensionCases } from './remind-suspension-cases';
import { ResolveSuspensionCases } from './resolve-suspension-cases';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class SuspensionsController {
  @Inject()
  previewUseCase: PreviewSuspension;
  @Inject()
  createUseCase: CreateSuspension;
  @Inject()
  readSuspensions: ReadSuspensions;
  @Inject()
  casesUseCase: ListSuspensionCases;
  @Inject()
  caseAlternatives: CaseAlternatives;
  @Inject()
  resolveUseCase: ResolveSuspensionCases;
  @Inject()
  remindUseCase: RemindSuspensionCases;
  @Inject()
  closeUseCase: CloseSuspension;

  @Route('previewSuspension')
  async previewSuspension(
    { body }: RequestOf<'previewSuspension'>,
    actor: Actor,
  ): Promise<ResponseOf<'previewSuspension'>> {
    return this.previewUseCase.run(actor, body.rosterIds);
  }

  @Route('createSuspension')
  async createSuspension(
    { body }: RequestOf<'createSuspension'>,
    actor: Actor,
  ): Promise<ResponseOf<'createSuspension'>> {
    return this.createUseCase.run(actor, body);
  }

  @Route('listSuspensions')
  async listSuspensions(
    { query }: RequestOf<'listSuspensions'>,
    actor: Actor,
  ): Promise<ResponseOf<'listSuspensions'>> {
    return this.readSuspensions.list(actor, query);
  }

  @Route('getSuspension')
  async getSuspension(
    { params }: RequestOf<'getSuspension'>,
    actor: Actor,
  ): Promise<ResponseOf<'getSuspension'>> {
    return this.readSuspensions.get(actor, params.suspensionId);
  }

  @Route('listSuspensionCases')
  async listSuspensionCases(
    { params, query }: RequestOf<'listSuspensionCases'>,
    actor: Actor,
  ): Promise<ResponseOf<'listSuspensionCases'>> {
    return this.casesUseCase.run(actor, params.suspensionId, query);
  }

  @Route('listCaseAlternatives')
  async listCaseAlternatives(
    { params }: RequestOf<'listCaseAlternatives'>,
    actor: Actor,
  ): Promise<ResponseOf<'listCaseAlternatives'>> {
    return this.caseAlternatives.ofCase(actor, params.caseId);
  }

  @Route('resolveSuspensionCases')
  async resolveSuspensionCases(
    { params, body }: RequestOf<'resolveSuspensionCases'>,
    actor: Actor,
  ): Promise<ResponseOf<'resolveSuspensionCases'>> {
    return this.resolveUseCase.run(actor, params.suspensionId, body);
  }

  @Route('remindSuspensionCases')
  async remindSuspensionCases(
    { params }: RequestOf<'remindSuspensionCases'>,
    actor: Actor,
  ): Promise<ResponseOf<'remindSuspensionCases'>> {
    return this.remindUseCase.run(actor, params.suspensionId);
  }

  @Route('closeSuspension')
  async closeSuspension(
    { params }: RequestOf<'closeSuspension'>,
    actor: Actor,
  ): Promise<ResponseOf<'closeSuspension'>> {
    return this.closeUseCase.run(actor, params.suspensionId);
  }
}
