import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Database, KernelContext, newId, type AccountActor } from '../../../kernel';
import { ItemExplanationsHolder } from '../ports';
import { CorrectionNotes } from './correction-notes';
import { myReportSql } from './get-my-report.sql';
import { explained, presentReport, type Report, type ReportRow } from './report.presenter';

/** One report to an account that acts for its patient. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetMyReport {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  correctionNotes: CorrectionNotes;
  @Inject()
  itemExplanationsHolder: ItemExplanationsHolder;

  /**
   * @param action how the audit calls it; a PDF says so
   * @throws NOT_FOUND also when it is not released, was withdrawn, or has to be fetched in person
   */
  async run(
    actor: AccountActor,
    reportId: string,
    action: 'report.open' | 'report.open-pdf' | 'report.share' = 'report.open',
  ): Promise<Report> {
    const row = await this.find(actor, reportId, action);
    const items = await explained(row.items, this.itemExplanationsHolder);
    const correctionNote = await this.correctionNotes.of(row, 'patient');
    return presentReport(row, items, { isUnread: false, correctionNote });
  }

  private async find(actor: AccountActor, reportId: string, action: string): Promise<ReportRow> {
    const now = this.kernelContext.clock.now();
    const values = myReportSql.values({
      reportId,
      accountId: actor.accountId,
      now,
      auditId: newId(now),
      action,
      address: actor.meta.address || null,
      requestId: actor.meta.requestId,
    });
    const [row] = await this.database.query<ReportRow>(myReportSql.text, values, 'my-report');
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }
}
