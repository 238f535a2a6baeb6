import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Database, type Download } from '../../../kernel';
import type { TicketHolder, TicketOpener, TicketSubject } from '../../files';
import { Policy } from '../../identity';
import { momentText } from '../moment-text';
import { GetMyReport, StaffReports } from '../reading';
import { ReportReach } from '../report-reach';
import { PaperSubjects } from './paper-subjects';
import { PdfPress } from './pdf-press';
import { reportDocument } from './report-document';
import { ReportPictures } from './report-pictures';
import { ReportTickets } from './report-tickets';

/** The PDF of a report, with the name of its reader across it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OpenReportPdf implements TicketOpener {
  @Inject()
  policy: Policy;
  @Inject()
  getMyReport: GetMyReport;
  @Inject()
  staffReports: StaffReports;
  @Inject()
  reportReach: ReportReach;
  @Inject()
  paperSubjects: PaperSubjects;
  @Inject()
  pdfPress: PdfPress;

  async open(holder: TicketHolder, { subjectId }: TicketSubject): Promise<Download> {
    const report = await this.read(holder, subjectId);
    const isMasked = holder.kind === 'staff' && !this.policy.seesClear(holder, 'report.print');
    const issuedAt = new Date(report.issuedAt);
    const subject = await this.paperSubjects.of(report.patientId, issuedAt, isMasked);
    const reader = await this.paperSubjects.readerOf(holder);
    const content = await this.pdfPress.print(reportDocument(report, subject, reader));
    const name = `${report.name} ${momentText(issuedAt).slice(0, 10)}.pdf`;
    return { contentType: 'application/pdf', name, content };
  }

  private async read(holder: TicketHolder, reportId: string) {
    if (holder.kind === 'account') return this.getMyReport.run(holder, reportId, 'report.open-pdf');
    const { staff } = await this.reportReach.require(holder, 'report.print', reportId);
    return this.staffReports.of(staff, reportId);
  }
}

/** The way to the pictures of a report. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OpenReportImages implements TicketOpener {
  @Inject()
  database: Database;
  @Inject()
  reportTickets: ReportTickets;
  @Inject()
  reportReach: ReportReach;
  @Inject()
  reportPictures: ReportPictures;

  async open(holder: TicketHolder, { subjectId }: TicketSubject): Promise<Download> {
    if (holder.kind === 'account') await this.reportTickets.requireMine(holder, subjectId);
    else await this.reportReach.require(holder, 'report.print', subjectId);
    const [row] = await this.database.query<{ study_uid: string }>(
      `select study_uid from diagnostic_report where id = $1`,
      [subjectId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { redirectTo: await this.reportPictures.linkTo(row.study_uid) };
  }
}
