import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  decodeMomentCursor,
  pageFrom,
  type Actor,
} from '../../../kernel';
import { FileStore } from '../../files';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { ArchiveReach } from '../archive-reach';
import {
  presentDocument,
  selectDocuments,
  type DocumentReader,
  type DocumentRow,
  type HealthDocument,
} from './document-row';

interface Page {
  cursor?: string | undefined;
  limit: number;
}

/** Documents of other hospitals, as they are read. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Documents {
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

  async mine(
    actor: Actor,
    { params: { patientId }, query }: RequestOf<'listMyDocuments'>,
  ): Promise<ResponseOf<'listMyDocuments'>> {
    const { accountId } = requireAccount(actor);
    await this.proxies.require(accountId, patientId);
    return this.page(patientId, query, { accountId });
  }

  async ofPatient(
    actor: Actor,
    { params: { patientId }, query }: RequestOf<'listPatientDocuments'>,
  ): Promise<ResponseOf<'listPatientDocuments'>> {
    const staff = await this.archiveReach.require(actor, 'archive.display', patientId);
    await this.audit.record(staff, {
      action: 'document.display',
      resourceKind: 'document',
      resourceId: patientId,
      patientId,
    });
    return this.page(patientId, query, 'staff');
  }

  /** @throws NOT_FOUND */
  async find(documentId: string): Promise<DocumentRow> {
    const [row] = await this.database.query<DocumentRow>(selectDocuments('h.id = $1'), [
      documentId,
    ]);
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  async present(row: DocumentRow, reader: DocumentReader): Promise<HealthDocument> {
    return presentDocument(row, await this.fileStore.infosOf(row.file_ids), reader);
  }

  private async page(
    patientId: string,
    { cursor, limit }: Page,
    reader: DocumentReader,
  ): Promise<ResponseOf<'listMyDocuments'>> {
    const [at, id] = decodeMomentCursor(cursor) ?? [null, null];
    const rows = await this.database.query<DocumentRow>(
      `${selectDocuments(`h.patient_id = $1
          and ($2::timestamptz is null or (h.added_at, h.id) < ($2, $3::uuid))`)}
        order by h.added_at desc, h.id desc limit $4`,
      [patientId, at, id, limit + 1],
    );
    const shown = rows.slice(0, limit);
    const files = await this.fileStore.infosOf(shown.flatMap((row) => row.file_ids));
    return pageFrom(
      rows,
      limit,
      (row) => [row.added_at.toISOString(), row.id],
      (row) => presentDocument(row, files, reader),
    );
  }
}
