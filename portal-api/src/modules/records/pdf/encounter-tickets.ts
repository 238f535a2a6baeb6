import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Audit, Database, type Actor, type Download } from '../../../kernel';
import { Tickets, type TicketHolder, type TicketOpener, type TicketSubject } from '../../files';
import { Policy } from '../../identity';
import { ArchiveReach } from '../archive-reach';
import { ReadEncounters } from '../encounters/read-encounters';
import { momentText } from '../moment-text';
import { encounterDocument } from './encounter-document';
import { PaperSubjects } from './paper-subjects';
import { PdfPress } from './pdf-press';

/** Ways to the summary of a visit, for staff who may print from the archive. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EncounterTickets {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  tickets: Tickets;
  @Inject()
  archiveReach: ArchiveReach;

  /** @throws FORBIDDEN, NOT_FOUND; the print is recorded */
  async forStaff(actor: Actor, encounterId: string): Promise<ResponseOf<'createEncounterTicket'>> {
    const [row] = await this.database.query<{ patient_id: string }>(
      `select patient_id from encounter where id = $1`,
      [encounterId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    const patientId = row.patient_id;
    const staff = await this.archiveReach.require(actor, 'archive.print', patientId);
    await this.audit.record(staff, {
      action: 'encounter.print',
      resourceKind: 'encounter',
      resourceId: encounterId,
      patientId,
    });
    return this.tickets.issue(staff, {
      kind: 'encounter-summary',
      subjectId: encounterId,
      patientId,
    });
  }
}

/** The summary of a visit on paper. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OpenEncounterSummary implements TicketOpener {
  @Inject()
  policy: Policy;
  @Inject()
  readEncounters: ReadEncounters;
  @Inject()
  paperSubjects: PaperSubjects;
  @Inject()
  pdfPress: PdfPress;

  async open(holder: TicketHolder, { subjectId }: TicketSubject): Promise<Download> {
    if (holder.kind !== 'staff') throw new AppError('NOT_FOUND');
    const encounter = await this.readEncounters.getForStaff(holder, subjectId);
    const startedAt = new Date(encounter.startedAt);
    const isMasked = !this.policy.seesClear(holder, 'archive.print');
    const subject = await this.paperSubjects.of(encounter.patientId, startedAt, isMasked);
    const reader = await this.paperSubjects.readerOf(holder);
    const content = await this.pdfPress.print(encounterDocument(encounter, subject, reader));
    const name = `就诊小结 ${momentText(startedAt).slice(0, 10)}.pdf`;
    return { contentType: 'application/pdf', name, content };
  }
}
