import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { OpenSharedReport } from './open-shared-report';
import { ReportShares } from './report-shares';

/** Links to a report for a doctor. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class SharingController {
  @Inject()
  reportShares: ReportShares;
  @Inject()
  openSharedReportUseCase: OpenSharedReport;

  @Route('shareMyReport')
  async shareMyReport(
    { params, body }: RequestOf<'shareMyReport'>,
    actor: Actor,
  ): Promise<ResponseOf<'shareMyReport'>> {
    return this.reportShares.create(requireAccount(actor), params.reportId, body.days);
  }

  @Route('listMyReportShares')
  async listMyReportShares(
    { params }: RequestOf<'listMyReportShares'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyReportShares'>> {
    return this.reportShares.list(requireAccount(actor), params.reportId);
  }

  @Route('endReportShare')
  async endReportShare(
    { params }: RequestOf<'endReportShare'>,
    actor: Actor,
  ): Promise<ResponseOf<'endReportShare'>> {
    return this.reportShares.end(requireAccount(actor), params.shareId);
  }

  @Route('openSharedReport')
  async openSharedReport(
    { body }: RequestOf<'openSharedReport'>,
    actor: Actor,
  ): Promise<ResponseOf<'openSharedReport'>> {
    return this.openSharedReportUseCase.run(body, actor.meta);
  }
}
