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

type Ticket = ResponseOf<'createDentalPictureTicket'>;

/** Tickets to pictures of teeth, and what they open. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PictureTickets implements TicketOpener {
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

  /** @throws NOT_FOUND */
  async issueMine(
    actor: Actor,
    { params }: RequestOf<'createDentalPictureTicket'>,
  ): Promise<Ticket> {
    const account = requireAccount(actor);
    await this.proxies.require(account.accountId, params.patientId);
    return this.issue(account, params);
  }

  /** @throws NOT_FOUND */
  async issueForStaff(
    actor: Actor,
    { params }: RequestOf<'createStaffPictureTicket'>,
  ): Promise<Ticket> {
    const { patientId, pictureId } = params;
    const staff = await this.archiveReach.require(actor, 'archive.display', patientId);
    const ticket = await this.issue(staff, params);
    await this.audit.record(staff, {
      action: 'dental.open',
      resourceKind: 'dental',
      resourceId: pictureId,
      patientId,
    });
    return ticket;
  }

  /** Within the minute of a ticket the right to it may end. */
  async open(holder: TicketHolder, subject: TicketSubject): Promise<Download> {
    const { subjectId, patientId } = subject;
    if (holder.kind === 'account') await this.proxies.require(holder.accountId, patientId);
    return this.fileStore.content(await this.fileOf(patientId, subjectId));
  }

  private async issue(
    holder: TicketHolder,
    { patientId, pictureId }: { patientId: string; pictureId: string },
  ): Promise<Ticket> {
    await this.fileOf(patientId, pictureId);
    return this.tickets.issue(holder, { kind: 'dental-picture', subjectId: pictureId, patientId });
  }

  private async fileOf(patientId: string, pictureId: string): Promise<string> {
    const [row] = await this.database.query<{ file_id: string }>(
      `select file_id from dental_picture where id = $1 and patient_id = $2`,
      [pictureId, patientId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return row.file_id;
  }
}
