import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, UnitOfWork, type AccountActor } from '../../../kernel';
import { AccountSessions } from './account-sessions';

@Provide()
@Scope(ScopeEnum.Singleton)
export class SignOutAccount {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  accountSessions: AccountSessions;

  async run(actor: AccountActor): Promise<void> {
    const { accountId, sessionId } = actor;
    const entry = { action: 'account.sign-out', resourceKind: 'account', resourceId: accountId };
    await this.unitOfWork.run(async (tx) => {
      await this.accountSessions.end(tx, accountId, sessionId);
      await this.audit.record(actor, entry, tx);
    });
  }
}
