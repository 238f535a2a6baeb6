import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { ListPatientReports } from './list-patient-reports';
import { ListReportRevisions } from './list-report-revisions';
import { StaffReports } from './staff-reports';
import { Trends } from './trends';

/** Reports, as staff read them; every look is recorded. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StaffReportsController {
  @Inject()
  listPatientReportsUseCase: ListPatientReports;
  @Inject()
  staffReports: StaffReports;
  @Inject()
  listReportRevisionsUseCase: ListReportRevisions;
  @Inject()
  trends: Trends;

  @Route('listPatientReports')
  async listPatientReports(
    { params, query }: RequestOf<'listPatientReports'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientReports'>> {
    return this.listPatientReportsUseCase.run(actor, params.patientId, query);
  }

  @Route('getReport')
  async getReport(
    { params }: RequestOf<'getReport'>,
    actor: Actor,
  ): Promise<ResponseOf<'getReport'>> {
    return this.staffReports.open(actor, params.reportId);
  }

  @Route('listReportRevisions')
  async listReportRevisions(
    { params }: RequestOf<'listReportRevisions'>,
    actor: Actor,
  ): Promise<ResponseOf<'listReportRevisions'>> {
    return this.listReportRevisionsUseCase.run(actor, params.reportId);
  }

  @Route('getPatientTrend')
  async getPatientTrend(
    { params, query }: RequestOf<'getPatientTrend'>,
    actor: Actor,
  ): Promise<ResponseOf<'getPatientTrend'>> {
    return this.trends.ofPatient(actor, params.patientId, params.code, query.years);
  }
}
