import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Audit, KernelContext, UnitOfWork, type Actor } from '../../../kernel';
import { openCaseStates } from './suspension-case.states';
import { ReadSuspensions } from './read-suspensions';
import { suspensionStates } from './suspension.states';

/** Done only when every patient is taken care of: the one statement that closes it looks for itself. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CloseSuspension {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  readSuspensions: ReadSuspensions;

  /** @throws SUSPENSION_CASES_OPEN, INVALID_STATE when it is closed already */
  async run(actor: Actor, suspensionId: string): Promise<ResponseOf<'closeSuspension'>> {
    const staff = await this.readSuspensions.require(actor, 'roster.update', suspensionId);
    await this.unitOfWork.run(async (tx) => {
      const closed = await tx.query(
        `update clinic_suspension set state = 'closed', closed_at = $2, closed_by = $3
          where id = $1 and state = any($4)
            and not exists (select 1 from suspension_case where suspension_id = $1 and state = any($5))
         returning id`,
        [
          suspensionId,
          this.kernelContext.clock.now(),
          staff.staffId,
          suspensionStates.sourcesOf('closed'),
          openCaseStates,
        ],
      );
      if (closed.length === 0) {
        const { state } = await this.readSuspensions.afterwards(suspensionId);
        throw new AppError(state === 'closed' ? 'INVALID_STATE' : 'SUSPENSION_CASES_OPEN');
      }
      const what = { action: 'suspension.close', resourceKind: 'suspension' };
      await this.audit.record(staff, { ...what, resourceId: suspensionId }, tx);
    });
    return this.readSuspensions.afterwards(suspensionId);
  }
}
