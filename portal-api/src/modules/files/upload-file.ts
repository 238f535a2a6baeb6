import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Audit, KernelContext, Settings, UnitOfWork, type Actor } from '../../kernel';
import { Policy, requireAccount } from '../identity';
import { FileStore, type FileOwner } from './file-store';
import { staffUploadsPerDay, uploadsPerDay } from './files.settings';
import { readBase64 } from './read-base64';
import { FileFault, type SniffedFile } from './file-fault';
import { sniffFile } from './sniff-file';

const day = 86_400_000;
/** Makes uploads of one person follow each other, so that the quota holds. */
const uploadLock = 727_014;

@Provide()
@Scope(ScopeEnum.Singleton)
export class UploadFile {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  fileStore: FileStore;

  /** @throws FILE_REJECTED with the reason, RATE_LIMITED beyond the day's quota */
  async run(
    actor: Actor,
    body: RequestOf<'uploadFile'>['body'],
  ): Promise<ResponseOf<'uploadFile'>> {
    const { accountId } = requireAccount(actor);
    return this.keep(actor, { accountId }, accountId, await this.settings.get(uploadsPerDay), body);
  }

  /** For the archive of a patient. @throws as `run` */
  async runForStaff(
    actor: Actor,
    body: RequestOf<'uploadStaffFile'>['body'],
  ): Promise<ResponseOf<'uploadStaffFile'>> {
    const { staffId } = this.policy.require(actor, 'archive.create');
    const quota = await this.settings.get(staffUploadsPerDay);
    return this.keep(actor, { staffId }, staffId, quota, body);
  }

  private async keep(
    actor: Actor,
    owner: FileOwner,
    ownerId: string,
    quota: number,
    { name, base64 }: RequestOf<'uploadFile'>['body'],
  ): Promise<ResponseOf<'uploadFile'>> {
    const file = this.inspect(base64);
    return this.unitOfWork.run(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock($1, hashtext($2))`, [uploadLock, ownerId]);
      const since = new Date(this.kernelContext.clock.now().getTime() - day);
      if ((await this.fileStore.countSince(tx, owner, since)) >= quota) {
        throw new AppError('RATE_LIMITED', {
          message: `24 小时内最多上传 ${quota} 份材料，请明天再试`,
          retryAfterSeconds: 3_600,
        });
      }
      const info = await this.fileStore.add(tx, owner, name, file);
      const { contentType, bytes } = info;
      await this.audit.record(
        actor,
        {
          action: 'file.create',
          resourceKind: 'file',
          resourceId: info.id,
          detail: { contentType, bytes },
        },
        tx,
      );
      return info;
    });
  }

  private inspect(base64: string): SniffedFile {
    try {
      return sniffFile(readBase64(base64));
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      throw new AppError('FILE_REJECTED', { message: error.message });
    }
  }
}
