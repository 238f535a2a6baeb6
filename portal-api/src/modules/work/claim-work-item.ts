import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, KernelContext, UnitOfWork, type Actor } from '../../kernel';
import type { WorkItemAnswer } from './work-item-row';
import { WorkReader } from './work-reader';

/** Somebody takes an item, or puts it back for others. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClaimWorkItem {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  workReader: WorkReader;

  /** Taking what one has taken already changes nothing. @throws CONFLICT when another was faster, INVALID_STATE */
  async claim(actor: Actor, id: string): Promise<WorkItemAnswer> {
    const { staff } = await this.workReader.require(actor, 'work.update', id);
    await this.unitOfWork.run(async (tx) => {
      const claimed = await tx.query<{ patient_id: string | null }>(
        `update work_item set state = 'claimed', claimed_by = $2, claimed_at = $3, version = version + 1
          where id = $1 and state = 'open' returning patient_id`,
        [id, staff.staffId, this.kernelContext.clock.now()],
      );
      if (claimed[0]) {
        const patientId = claimed[0].patient_id;
        const what = { action: 'work.claim', resourceKind: 'work', resourceId: id, patientId };
        return this.audit.record(staff, what, tx);
      }
      const [row] = await tx.query<{ state: string; claimed_by: string | null }>(
        `select state, claimed_by from work_item where id = $1`,
        [id],
      );
      if (row?.state === 'claimed' && row.claimed_by === staff.staffId) return;
      if (row?.state === 'claimed') {
        throw new AppError('CONFLICT', { message: '这项待办已被其他同事领取' });
      }
      throw new AppError('INVALID_STATE', { message: '这项待办已经结束' });
    });
    return this.workReader.afterwards(staff, id);
  }

  /** One's own; a supervisor may also put back what somebody left lying. @throws INVALID_STATE */
  async release(actor: Actor, id: string): Promise<WorkItemAnswer> {
    const { staff } = await this.workReader.require(actor, 'work.update', id);
    const isSupervisor = staff.grants.has('work.analyse');
    await this.unitOfWork.run(async (tx) => {
      const [released] = await tx.query<{ patient_id: string | null }>(
        `update work_item set state = 'open', claimed_by = null, claimed_at = null, version = version + 1
          where id = $1 and state = 'claimed' and ($3 or claimed_by = $2) returning patient_id`,
        [id, staff.staffId, isSupervisor],
      );
      if (!released) throw new AppError('INVALID_STATE', { message: '这项待办不在您手上' });
      const patientId = released.patient_id;
      const what = { action: 'work.release', resourceKind: 'work', resourceId: id, patientId };
      await this.audit.record(staff, what, tx);
    });
    return this.workReader.afterwards(staff, id);
  }
}
