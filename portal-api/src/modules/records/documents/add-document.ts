import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { Audit, fieldError, KernelContext, newId, UnitOfWork, type Actor } from '../../../kernel';
import { FileStore, type FileOwner } from '../../files';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { ArchiveReach } from '../archive-reach';
import type { HealthDocument } from './document-row';
import { Documents } from './documents';

/** What files are tied to that belong to a document. */
export const documentFiles = 'health-document';

type Body = RequestOf<'addMyDocument'>['body'];

/** Makes a document of files that were uploaded before. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AddDocument {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  archiveReach: ArchiveReach;
  @Inject()
  fileStore: FileStore;
  @Inject()
  documents: Documents;

  /** @throws NOT_FOUND when a file is not one's own or is used already, INVALID_FIELD */
  async mine(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'addMyDocument'>,
  ): Promise<HealthDocument> {
    const { accountId } = requireAccount(actor);
    await this.proxies.require(accountId, patientId);
    const id = await this.add(actor, patientId, { accountId }, body);
    return this.documents.present(await this.documents.find(id), { accountId });
  }

  /** @throws as `mine`, PATIENT_LOCKED */
  async forPatient(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'addPatientDocument'>,
  ): Promise<HealthDocument> {
    const { staffId } = await this.archiveReach.requireOpen(actor, 'archive.create', patientId);
    const id = await this.add(actor, patientId, { staffId }, body);
    return this.documents.present(await this.documents.find(id), 'staff');
  }

  private async add(
    actor: Actor,
    patientId: string,
    owner: FileOwner,
    body: Body,
  ): Promise<string> {
    const { clock } = this.kernelContext;
    if (body.documentDate !== null && body.documentDate > clock.today()) {
      throw fieldError('body.documentDate', '资料日期不能晚于今天');
    }
    const now = clock.now();
    const id = newId(now);
    const files = [...new Set(body.fileIds)];
    await this.unitOfWork.run(async (tx) => {
      await tx.query(
        `insert into health_document (id, patient_id, category, title, hospital_name, document_date, account_id,
           staff_id, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          patientId,
          body.category,
          body.title,
          body.hospitalName,
          body.documentDate,
          'accountId' in owner ? owner.accountId : null,
          'staffId' in owner ? owner.staffId : null,
          now,
        ],
      );
      await this.fileStore.attach(tx, owner, files, documentFiles);
      await tx.query(
        `insert into health_document_file (document_id, position, file_id)
         select $1, position, file_id from unnest($2::uuid[]) with ordinality as file (file_id, position)`,
        [id, files],
      );
      await this.audit.record(
        actor,
        {
          action: 'document.create',
          resourceKind: 'document',
          resourceId: id,
          patientId,
          detail: { files: files.length },
        },
        tx,
      );
    });
    return id;
  }
}
