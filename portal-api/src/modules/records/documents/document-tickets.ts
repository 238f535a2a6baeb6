import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, Database, type Actor, type Download } from '../../../kernel';
import {
  FileStore,
  Tickets,
  type TicketHolder,
  type TicketOpener,
  type TicketSubject,
} from '../../files';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { ArchiveReach } from '../archive-reach';
import type { DocumentRow } from './document-row';
import { Documents } from './documents';

/** Tickets to one file of a document, and what they open. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DocumentTickets implements TicketOpener {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  archiveReach: ArchiveReach;
  @Inject()
  fileStore: FileStore;
  @Inject()
  tickets: Tickets;
  @Inject()
  documents: Documents;

  /** @throws NOT_FOUND */
  async issueMine(
    actor: Actor,
    { params, body }: RequestOf<'createDocumentTicket'>,
  ): Promise<ResponseOf<'createDocumentTicket'>> {
    const account = requireAccount(actor);
    const row = await this.documents.find(params.documentId);
    await this.proxies.require(account.accountId, row.patient_id);
    return this.issue(account, row, body.fileId);
  }

  /** @throws NOT_FOUND */
  async issueForStaff(
    actor: Actor,
    { params, body }: RequestOf<'createStaffDocumentTicket'>,
  ): Promise<ResponseOf<'createStaffDocumentTicket'>> {
    const row = await this.documents.find(params.documentId);
    const staff = await this.archiveReach.require(actor, 'archive.display', row.patient_id);
    const ticket = await this.issue(staff, row, body.fileId);
    await this.audit.record(staff, {
      action: 'document.open',
      resourceKind: 'document',
      resourceId: row.id,
      patientId: row.patient_id,
      detail: { fileId: body.fileId },
    });
    return ticket;
  }

  /** Within the minute of a ticket the document may be taken back, or the right to it may end. */
  async open(holder: TicketHolder, { subjectId, patientId }: TicketSubject): Promise<Download> {
    if (holder.kind === 'account') await this.proxies.require(holder.accountId, patientId);
    const kept = await this.database.query(
      `select 1 from health_document_file f join health_document h on h.id = f.document_id
        where f.file_id = $1 and h.patient_id = $2 and h.removed_at is null`,
      [subjectId, patientId],
    );
    if (kept.length === 0) throw new AppError('NOT_FOUND');
    return this.fileStore.content(subjectId);
  }

  private async issue(
    holder: TicketHolder,
    row: DocumentRow,
    fileId: string,
  ): Promise<ResponseOf<'createDocumentTicket'>> {
    if (!row.file_ids.includes(fileId)) throw new AppError('NOT_FOUND');
    const { patient_id: patientId } = row;
    return this.tickets.issue(holder, { kind: 'document-file', subjectId: fileId, patientId });
  }
}
