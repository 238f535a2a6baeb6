import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ConsentPurpose, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  newId,
  UnitOfWork,
  type AccountActor,
  type Tx,
} from '../../../kernel';
import { KnownAccounts } from './known-accounts';
import { isInForce, noticeOf, textHashOf } from './privacy-notices';

type Consent = ResponseOf<'listConsents'>['items'][number];

type ConsentRow = {
  purpose: ConsentPurpose;
  version: string;
  given_at: Date;
  withdrawn_at: Date | null;
};

/** What accounts agreed to: one live consent per purpose, every earlier one kept as it was. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Consents {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  knownAccounts: KnownAccounts;

  async listOf(accountId: string): Promise<Consent[]> {
    const rows = await this.database.query<ConsentRow>(
      `select purpose, version, given_at, withdrawn_at from consent
        where account_id = $1 order by given_at desc, id desc`,
      [accountId],
    );
    return rows.map((row) => ({
      purpose: row.purpose,
      version: row.version,
      isCurrent: isInForce(row.purpose, row.version),
      givenAt: row.given_at.toISOString(),
      withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    }));
  }

  /** @throws VERSION_CONFLICT when the notice has changed since it was shown */
  async give(actor: AccountActor, purpose: ConsentPurpose, version: string): Promise<void> {
    const notice = noticeOf(purpose);
    if (notice.version !== version) {
      throw new AppError('VERSION_CONFLICT', { message: '隐私说明已更新，请阅读新的内容' });
    }
    await this.unitOfWork.run(async (tx) => {
      await this.lock(tx, actor.accountId);
      const live = await tx.query(
        `select 1 from consent where account_id = $1 and purpose = $2 and version = $3 and withdrawn_at is null`,
        [actor.accountId, purpose, version],
      );
      if (live.length > 0) return;
      await this.end(tx, actor.accountId, purpose);
      const now = this.kernelContext.clock.now();
      await tx.query(
        `insert into consent (id, account_id, purpose, version, text_hash, client, given_at)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [newId(now), actor.accountId, purpose, version, textHashOf(notice), actor.meta.client, now],
      );
      await this.record(tx, actor, 'consent.give', purpose, version);
    });
  }

  /** Stops the purpose at once. Withdrawing what was not given changes nothing. */
  async withdraw(actor: AccountActor, purpose: ConsentPurpose): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await this.lock(tx, actor.accountId);
      const version = await this.end(tx, actor.accountId, purpose);
      if (version) await this.record(tx, actor, 'consent.withdraw', purpose, version);
    });
  }

  async withdrawAll(tx: Tx, accountId: string): Promise<void> {
    await tx.query(
      `update consent set withdrawn_at = $2 where account_id = $1 and withdrawn_at is null`,
      [accountId, this.kernelContext.clock.now()],
    );
  }

  /**
   * One person's two accounts become one: per purpose the latest decision counts, be it a consent or a
   * withdrawal.
   */
  async merge(tx: Tx, from: string, into: string): Promise<void> {
    const now = this.kernelContext.clock.now();
    await tx.query(
      `update consent kept set withdrawn_at = $3
        where kept.account_id = $2 and kept.withdrawn_at is null
          and exists (select 1 from consent moved where moved.account_id = $1 and moved.purpose = kept.purpose
                        and coalesce(moved.withdrawn_at, moved.given_at) > kept.given_at)`,
      [from, into, now],
    );
    await tx.query(
      `update consent moved set account_id = $2
        where moved.account_id = $1 and moved.withdrawn_at is null
          and not exists (select 1 from consent kept where kept.account_id = $2 and kept.purpose = moved.purpose
                            and (kept.withdrawn_at is null
                              or (kept.withdrawn_at < $3 and kept.withdrawn_at > moved.given_at)))`,
      [from, into, now],
    );
    await this.withdrawAll(tx, from);
  }

  /** Consents of one account are changed one after the other. */
  private async lock(tx: Tx, accountId: string): Promise<void> {
    await tx.query(`select 1 from account where id = $1 for update`, [accountId]);
    tx.afterCommit(() => this.knownAccounts.drop(accountId));
  }

  /** @returns the version that ended, if one did */
  private async end(tx: Tx, accountId: string, purpose: ConsentPurpose): Promise<string | null> {
    const rows = await tx.query<{ version: string }>(
      `update consent set withdrawn_at = $3
        where account_id = $1 and purpose = $2 and withdrawn_at is null returning version`,
      [accountId, purpose, this.kernelContext.clock.now()],
    );
    return rows[0]?.version ?? null;
  }

  private async record(
    tx: Tx,
    actor: AccountActor,
    action: string,
    purpose: string,
    version: string,
  ): Promise<void> {
    await this.audit.record(
      actor,
      {
        action,
        resourceKind: 'account',
        resourceId: actor.accountId,
        detail: { purpose, version },
      },
      tx,
    );
  }
}
