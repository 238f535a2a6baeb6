import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Database, KernelContext, newId, type Tx } from '../../../kernel';

export interface OpenedAccount {
  accountId: string;
  isNew: boolean;
}

/** Accounts by what identifies them. One live account per phone and per WeChat user: indexes see to it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Accounts {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  /** The phone in clear, for messages to it. */
  async phone(accountId: string): Promise<string | null> {
    const rows = await this.database.query<{ phone_cipher: string | null }>(
      `select phone_cipher from account where id = $1 and state = 'active'`,
      [accountId],
    );
    return this.kernelContext.secrets.decryptOptional(rows[0]?.phone_cipher ?? null) || null;
  }

  async wechatOpenid(accountId: string): Promise<string | null> {
    const rows = await this.database.query<{ wechat_openid: string | null }>(
      `select wechat_openid from account where id = $1 and state = 'active'`,
      [accountId],
    );
    return rows[0]?.wechat_openid ?? null;
  }

  async hasPhone(phone: string): Promise<boolean> {
    const rows = await this.database.query(
      `select 1 from account where phone_index = $1 and state = 'active'`,
      [this.kernelContext.secrets.index('phone', phone)],
    );
    return rows.length > 0;
  }

  /** The account of a phone, opened on first use. Of many first uses at once one opens it. */
  async openByPhone(tx: Tx, phone: string): Promise<OpenedAccount> {
    const { secrets } = this.kernelContext;
    return this.findOrOpen(
      tx,
      `phone_index`,
      secrets.index('phone', phone),
      secrets.encrypt(phone),
      `phone_cipher`,
    );
  }

  /** The account of a WeChat user, opened on first use. */
  async openByWechat(tx: Tx, user: { openid: string; unionid?: string }): Promise<OpenedAccount> {
    const { openid, unionid } = user;
    const opened = await this.findOrOpen(
      tx,
      `wechat_openid`,
      openid,
      unionid ?? null,
      `wechat_unionid`,
    );
    if (!opened.isNew && unionid !== undefined) {
      await tx.query(
        `update account set wechat_unionid = $2 where id = $1 and wechat_unionid is distinct from $2`,
        [opened.accountId, unionid],
      );
    }
    return opened;
  }

  private async findOrOpen(
    tx: Tx,
    key: 'phone_index' | 'wechat_openid',
    value: string,
    companion: string | null,
    companionColumn: 'phone_cipher' | 'wechat_unionid',
  ): Promise<OpenedAccount> {
    const now = this.kernelContext.clock.now();
    // A second round only if the account closed between the refusal and the look.
    for (let round = 0; round < 3; round++) {
      const found = await tx.query<{ id: string }>(
        `select id from account where ${key} = $1 and state = 'active'`,
        [value],
      );
      if (found[0]) return { accountId: found[0].id, isNew: false };
      // Waits for another first use that is under way, then gives way to it.
      const opened = await tx.query<{ id: string }>(
        `insert into account (id, ${key}, ${companionColumn}, created_at) values ($1, $2, $3, $4)
         on conflict (${key}) where state = 'active' do nothing returning id`,
        [newId(now), value, companion, now],
      );
      if (opened[0]) return { accountId: opened[0].id, isNew: true };
    }
    throw new AppError('CONFLICT');
  }
}
