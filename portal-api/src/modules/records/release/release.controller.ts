import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { DecideRelease } from './decide-release';
import { ListReportReviews } from './list-report-reviews';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class ReleaseController {
  @Inject()
  reviews: ListReportReviews;
  @Inject()
  decideUseCase: DecideRelease;

  @Route('listReportReviews')
  async listReportReviews(
    { query }: RequestOf<'listReportReviews'>,
    actor: Actor,
  ): Promise<ResponseOf<'listReportReviews'>> {
    return this.reviews.run(actor, query);
  }

  @Route('releaseReport')
  async releaseReport(
    { params: { reportId }, body }: RequestOf<'releaseReport'>,
    actor: Actor,
  ): Promise<ResponseOf<'releaseReport'>> {
    return this.decideUseCase.run(actor, reportId, 'released', body);
  }

  @Route('withholdReport')
  async withholdReport(
    { params: { reportId }, body: { reason, version } }: RequestOf<'withholdReport'>,
    actor: Actor,
  ): Promise<ResponseOf<'withholdReport'>> {
    return this.decideUseCase.run(actor, reportId, 'withheld', { note: reason, version });
  }
}
