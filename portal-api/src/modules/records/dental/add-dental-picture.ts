import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { Audit, fieldError, KernelContext, newId, UnitOfWork, type Actor } from '../../../kernel';
import { FileStore } from '../../files';
import { ArchiveReach } from '../archive-reach';
import { DentalRecords, type DentalRecord } from './dental-records';

/** A picture before, during or after a treatment. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AddDentalPicture {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  archiveReach: ArchiveReach;
  @Inject()
  fileStore: FileStore;
  @Inject()
  dentalRecords: DentalRecords;

  /** @throws NOT_FOUND when the file is not one's own or is used already, PATIENT_LOCKED, INVALID_FIELD */
  async run(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'addDentalPicture'>,
  ): Promise<DentalRecord> {
    const staff = await this.archiveReach.requireOpen(actor, 'archive.create', patientId);
    const { staffId } = staff;
    const { clock } = this.kernelContext;
    if (body.takenOn > clock.today()) throw fieldError('body.takenOn', '拍摄日期不能晚于今天');
    const now = clock.now();
    const id = newId(now);
    await this.unitOfWork.run(async (tx) => {
      await this.fileStore.attach(tx, { staffId }, [body.fileId], 'dental-picture');
      const file = (await this.fileStore.infosOf([body.fileId], tx)).get(body.fileId);
      if (!file?.contentType.startsWith('image/')) {
        throw fieldError('body.fileId', '请上传 JPG 或 PNG 图片');
      }
      await tx.query(
        `insert into dental_picture (id, patient_id, file_id, moment, tooth, caption, taken_on, pair_key, staff_id,
           added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          patientId,
          body.fileId,
          body.moment,
          body.tooth,
          body.caption,
          body.takenOn,
          body.pairKey,
          staffId,
          now,
        ],
      );
      await this.audit.record(
        staff,
        { action: 'dental.picture', resourceKind: 'dental', resourceId: id, patientId },
        tx,
      );
    });
    return this.dentalRecords.forStaff(patientId);
  }
}
