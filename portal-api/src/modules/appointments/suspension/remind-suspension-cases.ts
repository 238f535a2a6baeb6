import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import {
  addMinutes,
  AppError,
  Audit,
  KernelContext,
  Outbox,
  Settings,
  UnitOfWork,
  type Actor,
} from '../../../kernel';
import { ReadSuspensions } from './read-suspensions';
import { openCaseStates } from './suspension-case.states';
import { remindMinutes } from './suspension.settings';

/** Tells those who have not answered once more, each only so often. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RemindSuspensionCases {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  readSuspensions: ReadSuspensions;

  /** @throws INVALID_STATE when it is closed */
  async run(actor: Actor, suspensionId: string): Promise<ResponseOf<'remindSuspensionCases'>> {
    const staff = await this.readSuspensions.require(actor, 'roster.update', suspensionId);
    const { state } = await this.readSuspensions.afterwards(suspensionId);
    if (state === 'closed') throw new AppError('INVALID_STATE');
    const now = this.kernelContext.clock.now();
    const before = addMinutes(now, -(await this.settings.get(remindMinutes)));
    return this.unitOfWork.run(async (tx) => {
      const told = await tx.query<{ id: string }>(
        `update suspension_case set told_at = $2
          where suspension_id = $1 and state = any($3) and (told_at is null or told_at <= $4)
         returning id`,
        [suspensionId, now, openCaseStates, before],
      );
      for (const { id: caseId } of told) {
        await this.outbox.append(tx, 'clinic.suspended', { suspensionId, caseId });
      }
      await this.audit.record(
        staff,
        {
          action: 'suspension.remind',
          resourceKind: 'suspension',
          resourceId: suspensionId,
          detail: { told: told.length },
        },
        tx,
      );
      return { told: told.length };
    });
  }
}
