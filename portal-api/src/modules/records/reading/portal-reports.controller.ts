import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { GetMyReport } from './get-my-report';
import { SearchMyReports } from './search-my-reports';
import { Trends } from './trends';

/** Reports, as those who act for a patient read them. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class PortalReportsController {
  @Inject()
  searchMyReportsUseCase: SearchMyReports;
  @Inject()
  getMyReportUseCase: GetMyReport;
  @Inject()
  trends: Trends;

  @Route('searchMyReports')
  async searchMyReports(
    { params, body }: RequestOf<'searchMyReports'>,
    actor: Actor,
  ): Promise<ResponseOf<'searchMyReports'>> {
    return this.searchMyReportsUseCase.run(requireAccount(actor), params.patientId, body);
  }

  @Route('getMyReport')
  async getMyReport(
    { params }: RequestOf<'getMyReport'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyReport'>> {
    return this.getMyReportUseCase.run(requireAccount(actor), params.reportId);
  }

  @Route('getMyTrend')
  async getMyTrend(
    { params, query }: RequestOf<'getMyTrend'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyTrend'>> {
    return this.trends.mine(requireAccount(actor), params.patientId, params.code, query.years);
  }
}
