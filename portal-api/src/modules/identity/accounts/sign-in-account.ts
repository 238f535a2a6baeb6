import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  Audit,
  KernelContext,
  UnitOfWork,
  type RequestMeta,
  type Tx,
} from '../../../kernel';
import { WechatClientHolder } from '../ports';
import { AccountSessions, type OpenedSession } from './account-sessions';
import { Accounts, type OpenedAccount } from './accounts';
import { SmsCodes } from './sms-codes';
import { askWechat } from './ask-wechat';

export interface SignedInAccount {
  accountId: string;
  isNewAccount: boolean;
  session: OpenedSession;
}

/** Signs in, and on first use opens the account. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SignInAccount {
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
  smsCodes: SmsCodes;
  @Inject()
  wechatClientHolder: WechatClientHolder;

  /** @throws CODE_INVALID */
  async withSms(
    { phone, code }: { phone: string; code: string },
    meta: RequestMeta,
  ): Promise<SignedInAccount> {
    try {
      await this.smsCodes.verify({ phone, purpose: 'sign-in', code }, meta);
    } catch (error) {
      if (error instanceof AppError) await this.recordRefusal('sms-code', meta);
      throw error;
    }
    return this.admit('sms', meta, (tx) => this.accounts.openByPhone(tx, phone));
  }

  /** @throws CODE_INVALID, PROVIDER_UNAVAILABLE */
  async withWechat({ code }: { code: string }, meta: RequestMeta): Promise<SignedInAccount> {
    const user = await askWechat(() => this.wechatClientHolder.get().codeToSession(code));
    return this.admit('wechat', meta, (tx) => this.accounts.openByWechat(tx, user));
  }

  private async admit(
    by: 'sms' | 'wechat',
    meta: RequestMeta,
    open: (tx: Tx) => Promise<OpenedAccount>,
  ): Promise<SignedInAccount> {
    return this.unitOfWork.run(async (tx) => {
      const { accountId, isNew } = await open(tx);
      const session = await this.accountSessions.open(tx, accountId, meta);
      const actor = {
        kind: 'account',
        accountId,
        sessionId: session.sessionId,
        consents: [],
        steppedUpUntil: null,
        meta,
      } as const;
      const action = isNew ? 'account.open' : 'account.sign-in';
      const entry = { action, resourceKind: 'account', resourceId: accountId, detail: { by } };
      await this.audit.record(actor, entry, tx);
      return { accountId, isNewAccount: isNew, session };
    });
  }

  private async recordRefusal(by: string, meta: RequestMeta): Promise<void> {
    await this.audit.record(
      { kind: 'anyone', meta },
      { action: 'account.sign-in', resourceKind: 'account', outcome: 'refused', detail: { by } },
    );
  }
}
