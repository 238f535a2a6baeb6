/** What is printed or kept: PDFs of reports and visits, and the way to pictures. */
import { EncounterTickets, OpenEncounterSummary } from './encounter-tickets';
import { PaperSubjects } from './paper-subjects';
import { PdfPress } from './pdf-press';
import { OpenReportImages, OpenReportPdf } from './report-openers';
import { ReportPictures } from './report-pictures';
import { ReportTickets } from './report-tickets';
import { ReportTicketsController } from './report-tickets.controller';

export { OpenEncounterSummary } from './encounter-tickets';
export { pacsViewerUrl } from './pdf.settings';
export { OpenReportImages, OpenReportPdf } from './report-openers';

export const pdfClasses = [
  PdfPress,
  PaperSubjects,
  ReportPictures,
  ReportTickets,
  OpenReportPdf,
  OpenReportImages,
  EncounterTickets,
  OpenEncounterSummary,
  ReportTicketsController,
] as const;
