import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  Audit,
  KernelContext,
  UnitOfWork,
  type AccountActor,
  type Tx,
} from '../../../kernel';
import { AccountFollowers, OpenObligationsHolder } from '../ports';
import { AccountSessions } from './account-sessions';
import { Accounts } from './accounts';
import { Consents } from './consents';
import { SmsCodes } from './sms-codes';

/** Why medical and payment records outlive the account; kept with the audit of the closing. */
const legalGround =
  '按《医疗机构病历管理规定》《个人信息保护法》第四十七条，病历、预约与缴费记录封存至法定期限届满';

/**
 * Closes an account for good: WeChat unlinked, phone erased, nobody acted for, every session ended.
 * What the law tells us to keep stays, out of reach.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CloseAccount {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  accounts: Accounts;
  @Inject()
  accountSessions: AccountSessions;
  @Inject()
  consents: Consents;
  @Inject()
  smsCodes: SmsCodes;
  @Inject()
  openObligationsHolder: OpenObligationsHolder;
  @Inject()
  accountFollowers: AccountFollowers;

  /** @throws OUTSTANDING_APPOINTMENTS, CODE_INVALID */
  async run(actor: AccountActor, code: string): Promise<void> {
    const { accountId } = actor;
    const phone = await this.accounts.phone(accountId);
    if (phone === null) {
      throw new AppError('CODE_INVALID', { message: '请先绑定手机号，再注销账号' });
    }
    await this.requireNothingOpen(accountId);
    await this.smsCodes.verify({ phone, purpose: 'close-account', code }, actor.meta);
    await this.unitOfWork.run(async (tx) => {
      await tx.query(`select 1 from account where id = $1 for update`, [accountId]);
      // Once more under the lock: a booking may have come in between.
      await this.requireNothingOpen(accountId);
      await this.accountFollowers.closed(tx, accountId);
      await this.consents.withdrawAll(tx, accountId);
      await this.accountSessions.end(tx, accountId);
      await this.smsCodes.forget(tx, phone);
      await this.erase(tx, accountId);
      const entry = {
        action: 'account.close',
        resourceKind: 'account',
        resourceId: accountId,
        reason: legalGround,
      };
      await this.audit.record(actor, entry, tx);
    });
  }

  private async requireNothingOpen(accountId: string): Promise<void> {
    if (await this.openObligationsHolder.has(accountId)) {
      throw new AppError('OUTSTANDING_APPOINTMENTS');
    }
  }

  private async erase(tx: Tx, accountId: string): Promise<void> {
    const closed = await tx.query(
      `update account set state = 'closed', closed_at = $2, phone_cipher = null, phone_index = null,
         wechat_openid = null, wechat_unionid = null, version = version + 1
        where id = $1 and state = 'active' returning id`,
      [accountId, this.kernelContext.clock.now()],
    );
    if (closed.length === 0) throw new AppError('UNAUTHENTICATED');
  }
}
