import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, Database, type AccountActor, type Actor } from '../../../kernel';
import { Tickets, type TicketHolder } from '../../files';
import { isOpenable } from '../reading/report.sql';
import { ReportReach } from '../report-reach';
import { ReportPictures } from './report-pictures';

type Ticket = ResponseOf<'createReportTicket'>;
type Purpose = RequestOf<'createReportTicket'>['body']['purpose'];

/** What of a report decides on a ticket. */
interface TicketedReport extends Record<string, unknown> {
  id: string;
  patient_id: string;
  study_uid: string;
}

/** Ways to the PDF of a report and to its pictures, for whoever may read it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReportTickets {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  tickets: Tickets;
  @Inject()
  reportReach: ReportReach;
  @Inject()
  reportPictures: ReportPictures;

  /** @throws NOT_FOUND, INVALID_STATE without pictures or a viewer */
  async forAccount(actor: AccountActor, reportId: string, purpose: Purpose): Promise<Ticket> {
    return this.issue(actor, await this.requireMine(actor, reportId), purpose);
  }

  /** @throws FORBIDDEN, NOT_FOUND, INVALID_STATE without pictures or a viewer */
  async forStaff(actor: Actor, reportId: string, purpose: Purpose): Promise<Ticket> {
    const { staff, report: reached } = await this.reportReach.require(
      actor,
      'report.print',
      reportId,
    );
    const [report] = await this.database.query<TicketedReport>(
      `select r.id, r.patient_id, r.study_uid from diagnostic_report r where r.id = $1`,
      [reached.id],
    );
    if (!report) throw new AppError('NOT_FOUND');
    return this.issue(staff, report, purpose);
  }

  /** As an account may read it now. @throws NOT_FOUND */
  async requireMine(actor: AccountActor, reportId: string): Promise<TicketedReport> {
    const [report] = await this.database.query<TicketedReport>(
      `select r.id, r.patient_id, r.study_uid from diagnostic_report r
        where r.id = $1 and ${isOpenable}
          and exists (select 1 from proxy x
                       where x.patient_id = r.patient_id and x.account_id = $2 and x.ended_at is null)`,
      [reportId, actor.accountId],
    );
    if (!report) throw new AppError('NOT_FOUND');
    return report;
  }

  private async issue(
    holder: TicketHolder,
    report: TicketedReport,
    purpose: Purpose,
  ): Promise<Ticket> {
    // Told now rather than by the ticket, which a phone opens in a page of its own.
    if (purpose === 'images') await this.reportPictures.linkTo(report.study_uid);
    await this.audit.record(holder, {
      action: purpose === 'pdf' ? 'report.print' : 'report.open-images',
      resourceKind: 'report',
      resourceId: report.id,
      patientId: report.patient_id,
    });
    return this.tickets.issue(holder, {
      kind: purpose === 'pdf' ? 'report-pdf' : 'report-images',
      subjectId: report.id,
      patientId: report.patient_id,
    });
  }
}
