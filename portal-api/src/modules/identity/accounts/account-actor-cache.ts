import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { realTime, type AccountActor } from '../../../kernel';

export type KnownAccount = Omit<AccountActor, 'meta'>;

/** Another process sees a sign-out or a withdrawn consent within this time; this one sees it at once. */
const freshForMs = 2_000;
const capacity = 20_000;

/** Who was recognised a moment ago: a page sends many requests at once, and one look-up serves them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AccountActorCache {
  private readonly entries = new Map<string, { account: KnownAccount; readAt: number }>();
  private drops = 0;

  find(tokenHash: string): KnownAccount | undefined {
    const entry = this.entries.get(tokenHash);
    if (!entry) return undefined;
    if (realTime.now().getTime() - entry.readAt < freshForMs) return entry.account;
    this.entries.delete(tokenHash);
    return undefined;
  }

  /** Says when a look-up begins, for `keep`. */
  begin(): number {
    return this.drops;
  }

  /** Keeps what was read, unless something was dropped since: it may be the very thing that changed. */
  keep(tokenHash: string, account: KnownAccount, begun: number): void {
    if (begun !== this.drops) return;
    if (this.entries.size >= capacity) this.entries.clear();
    this.entries.set(tokenHash, { account, readAt: realTime.now().getTime() });
  }

  drop(accountId: string): void {
    this.drops += 1;
    for (const [hash, { account }] of this.entries) {
      if (account.accountId === accountId) this.entries.delete(hash);
    }
  }
}
