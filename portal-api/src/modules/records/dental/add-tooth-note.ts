import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { Audit, fieldError, KernelContext, newId, UnitOfWork, type Actor } from '../../../kernel';
import { ArchiveReach } from '../archive-reach';
import { DentalRecords, type DentalRecord } from './dental-records';

/** What was found or done at a tooth. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AddToothNote {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  archiveReach: ArchiveReach;
  @Inject()
  dentalRecords: DentalRecords;

  /** @throws NOT_FOUND, PATIENT_LOCKED, INVALID_FIELD when it says nothing */
  async run(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'addToothNote'>,
  ): Promise<DentalRecord> {
    const staff = await this.archiveReach.requireOpen(actor, 'archive.create', patientId);
    if (!body.finding && !body.treatment) {
      throw fieldError('body.finding', '请填写检查所见或处理');
    }
    const now = this.kernelContext.clock.now();
    const id = newId(now);
    await this.unitOfWork.run(async (tx) => {
      await tx.query(
        `insert into tooth_note (id, patient_id, tooth, finding, treatment, staff_id, noted_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, patientId, body.tooth, body.finding, body.treatment, staff.staffId, now],
      );
      await this.audit.record(
        staff,
        {
          action: 'dental.note',
          resourceKind: 'dental',
          resourceId: id,
          patientId,
          detail: { tooth: body.tooth },
        },
        tx,
      );
    });
    return this.dentalRecords.forStaff(patientId);
  }
}
