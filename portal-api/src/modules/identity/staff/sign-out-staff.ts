import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, UnitOfWork, type StaffActor } from '../../../kernel';
import { StaffSessions } from './staff-sessions';

@Provide()
@Scope(ScopeEnum.Singleton)
export class SignOutStaff {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  staffSessions: StaffSessions;

  async run(actor: StaffActor): Promise<void> {
    const { staffId, sessionId } = actor;
    const entry = { action: 'staff.sign-out', resourceKind: 'staff', resourceId: staffId };
    await this.unitOfWork.run(async (tx) => {
      await this.staffSessions.end(tx, sessionId);
      await this.audit.record(actor, entry, tx);
    });
  }
}
