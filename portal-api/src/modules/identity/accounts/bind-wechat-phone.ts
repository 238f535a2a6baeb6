import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  Audit,
  KernelContext,
  pgErrorCode,
  UnitOfWork,
  type AccountActor,
  type Tx,
} from '../../../kernel';
import { AccountFollowers, WechatClientHolder } from '../ports';
import { AccountSessions } from './account-sessions';
import { askWechat } from './ask-wechat';
import { Consents } from './consents';
import type { SignedInAccount } from './sign-in-account';

const mainlandMobile = /^1[3-9]\d{9}$/;

type AccountRow = {
  id: string;
  phone_index: string | null;
  wechat_openid: string | null;
  wechat_unionid: string | null;
  is_large_type: boolean;
};

/**
 * Gives the account the phone that WeChat vouches for. Where another account has it already, the two
 * are one person's: the WeChat sign-in moves over there and this account ends.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BindWechatPhone {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  accountSessions: AccountSessions;
  @Inject()
  consents: Consents;
  @Inject()
  accountFollowers: AccountFollowers;
  @Inject()
  wechatClientHolder: WechatClientHolder;

  /** @throws CODE_INVALID, PROVIDER_UNAVAILABLE, CONFLICT */
  async run(actor: AccountActor, code: string): Promise<SignedInAccount> {
    const answer = await askWechat(() => this.wechatClientHolder.get().phoneNumber(code));
    const phone = answer.phoneNumber;
    if (answer.countryCode !== '86' || !mainlandMobile.test(phone)) {
      throw new AppError('CONFLICT', { message: '目前只支持中国内地手机号' });
    }
    try {
      return await this.bind(actor, phone);
    } catch (error) {
      // Another account took the phone between our look and our write: now it is there to be joined.
      if (pgErrorCode(error) !== '23505') throw error;
      return this.bind(actor, phone);
    }
  }

  private bind(actor: AccountActor, phone: string): Promise<SignedInAccount> {
    const phoneIndex = this.kernelContext.secrets.index('phone', phone);
    return this.unitOfWork.run(async (tx) => {
      // In the order of ids, so that two people who bind at once do not wait for each other.
      const rows = await tx.query<AccountRow>(
        `select id, phone_index, wechat_openid, wechat_unionid, is_large_type from account
          where state = 'active' and (id = $1 or phone_index = $2) order by id for update`,
        [actor.accountId, phoneIndex],
      );
      const own = rows.find((row) => row.id === actor.accountId);
      if (!own) throw new AppError('UNAUTHENTICATED');
      const holder = rows.find((row) => row.id !== own.id && row.phone_index === phoneIndex);
      if (holder) await this.join(tx, own, holder);
      else await this.keepPhone(tx, own, phone, phoneIndex);
      const accountId = holder?.id ?? own.id;
      // A sign-in that reaches another account, or gained a phone, gets a fresh session.
      await this.accountSessions.end(tx, own.id, holder ? null : actor.sessionId);
      const session = await this.accountSessions.open(tx, accountId, actor.meta);
      const action = holder ? 'account.merge' : 'account.bind-phone';
      const detail = holder ? { joinedFrom: own.id } : {};
      const entry = { action, resourceKind: 'account', resourceId: accountId, detail };
      await this.audit.record(actor, entry, tx);
      return { accountId, isNewAccount: false, session };
    });
  }

  private async keepPhone(
    tx: Tx,
    own: AccountRow,
    phone: string,
    phoneIndex: string,
  ): Promise<void> {
    if (own.phone_index === phoneIndex) return;
    await tx.query(
      `update account set phone_cipher = $2, phone_index = $3, version = version + 1 where id = $1`,
      [own.id, this.kernelContext.secrets.encrypt(phone), phoneIndex],
    );
  }

  /** Only a WeChat account without a phone joins one without WeChat: anything else may be two people. */
  private async join(tx: Tx, own: AccountRow, holder: AccountRow): Promise<void> {
    if (own.phone_index !== null || own.wechat_openid === null || holder.wechat_openid !== null) {
      throw new AppError('CONFLICT', { message: '这个手机号已绑定其他账号，请用原来的方式登录' });
    }
    await tx.query(
      `update account set state = 'closed', closed_at = $2, wechat_openid = null, wechat_unionid = null,
         version = version + 1 where id = $1`,
      [own.id, this.kernelContext.clock.now()],
    );
    await tx.query(
      `update account set wechat_openid = $2, wechat_unionid = $3, is_large_type = is_large_type or $4,
         version = version + 1 where id = $1`,
      [holder.id, own.wechat_openid, own.wechat_unionid, own.is_large_type],
    );
    await this.consents.merge(tx, own.id, holder.id);
    await this.accountFollowers.merged(tx, own.id, holder.id);
  }
}
