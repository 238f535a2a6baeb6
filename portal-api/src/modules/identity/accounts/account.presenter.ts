import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskPhone, type ConsentPurpose, type ResponseOf } from '@suizhen/contract';
import { AppError, Database, KernelContext } from '../../../kernel';
import { UnreadMessagesHolder } from '../ports';
import { Consents } from './consents';
import { privacyNotices } from './privacy-notices';

type Account = ResponseOf<'getAccount'>;

type AccountRow = {
  id: string;
  phone_cipher: string | null;
  is_wechat_linked: boolean;
  is_large_type: boolean;
  created_at: Date;
};

@Provide()
@Scope(ScopeEnum.Singleton)
export class AccountPresenter {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  consents: Consents;
  @Inject()
  unreadMessagesHolder: UnreadMessagesHolder;

  async present(accountId: string): Promise<Account> {
    const rows = await this.database.query<AccountRow>(
      `select id, phone_cipher, wechat_openid is not null as is_wechat_linked, is_large_type, created_at
         from account where id = $1 and state = 'active'`,
      [accountId],
    );
    const row = rows[0];
    if (!row) throw new AppError('UNAUTHENTICATED');
    const consents = await this.consents.listOf(accountId);
    const live = consents.filter((consent) => consent.withdrawnAt === null);
    const isMissing = (purpose: ConsentPurpose) =>
      !live.some((consent) => consent.purpose === purpose && consent.isCurrent);
    const required = privacyNotices.filter((notice) => notice.isRequired);
    return {
      id: row.id,
      phoneMasked: row.phone_cipher
        ? maskPhone(this.kernelContext.secrets.decrypt(row.phone_cipher))
        : null,
      isWechatLinked: row.is_wechat_linked,
      isLargeType: row.is_large_type,
      consents: live,
      missingConsents: required.map(({ purpose }) => purpose).filter(isMissing),
      unreadMessages: await this.unreadMessagesHolder.count(accountId),
      createdAt: row.created_at.toISOString(),
    };
  }
}
