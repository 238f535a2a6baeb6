import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, KernelContext, UnitOfWork, type Actor } from '../../../kernel';
import { FileStore } from '../../files';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { documentFiles } from './add-document';
import { Documents } from './documents';

/** Takes back what this account handed in: the files are erased, that there was something stays known. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RemoveMyDocument {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  fileStore: FileStore;
  @Inject()
  documents: Documents;

  /** @throws NOT_FOUND, INVALID_STATE when somebody else added it */
  async run(actor: Actor, documentId: string): Promise<void> {
    const { accountId } = requireAccount(actor);
    const row = await this.documents.find(documentId);
    await this.proxies.require(accountId, row.patient_id);
    if (row.account_id !== accountId) {
      throw new AppError('INVALID_STATE', { message: '只有添加的人可以删除这份资料' });
    }
    await this.unitOfWork.run(async (tx) => {
      const removed = await tx.query(
        `update health_document set removed_at = $2 where id = $1 and removed_at is null returning id`,
        [documentId, this.kernelContext.clock.now()],
      );
      if (removed.length === 0) throw new AppError('NOT_FOUND');
      const files = await tx.query<{ file_id: string }>(
        `delete from health_document_file where document_id = $1 returning file_id`,
        [documentId],
      );
      const fileIds = files.map(({ file_id: fileId }) => fileId);
      await this.fileStore.erase(tx, fileIds, documentFiles);
      await this.audit.record(
        actor,
        {
          action: 'document.delete',
          resourceKind: 'document',
          resourceId: documentId,
          patientId: row.patient_id,
          detail: { files: fileIds.length },
        },
        tx,
      );
    });
  }
}
