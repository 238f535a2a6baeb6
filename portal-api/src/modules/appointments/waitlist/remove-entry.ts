import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { UnitOfWork, type Actor } from '../../../kernel';
import { AnswerWaitlist } from './answer-waitlist';
import { StaffWaitlist } from './staff-waitlist';

/** Staff take a patient off the waitlist, with the reason. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RemoveWaitlistEntry {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  answerWaitlist: AnswerWaitlist;
  @Inject()
  staffWaitlist: StaffWaitlist;

  async run(
    actor: Actor,
    entryId: string,
    reason: string,
  ): Promise<ResponseOf<'removeWaitlistEntry'>> {
    const { staff } = await this.staffWaitlist.require(actor, 'appointment.update', entryId);
    await this.unitOfWork.run(async (tx) => {
      const locked = await this.answerWaitlist.lock(tx, entryId);
      await this.answerWaitlist.withdraw(tx, staff, locked, {
        ...{ action: 'waitlist.remove', reason },
        detail: `医院移出候补：${reason}`,
      });
    });
    return this.staffWaitlist.afterwards(staff, entryId);
  }
}
