import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ConsentPurpose } from '@suizhen/contract';
import { Database, realTime, Together, type AccountActor } from '../../../kernel';
import { idleMs, noteSeen, sessionLimits } from '../session-life';
import { isInForce } from './privacy-notices';

export type KnownAccount = Omit<AccountActor, 'meta'>;

interface SessionRow extends Record<string, unknown> {
  token_hash: string;
  session_id: string;
  account_id: string;
  client: 'browser' | 'weapp';
  last_seen_at: Date;
  stepped_up_until: Date | null;
  consents: { purpose: ConsentPurpose; version: string }[];
}

interface LookUp {
  begun: number;
  account: Promise<KnownAccount | null>;
}

/** Another process sees a sign-out or a withdrawn consent within this time; this one sees it at once. */
const freshForMs = 2_000;
const capacity = 20_000;

/**
 * Who stands behind the tokens of accounts. A page sends many requests at once, and one look-up serves
 * them; in a rush those of many people are looked up together.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class KnownAccounts {
  @Inject()
  database: Database;

  private readonly entries = new Map<string, { account: KnownAccount; readAt: number }>();
  private readonly underWay = new Map<string, LookUp>();
  private readonly together = new Together<string, KnownAccount>({
    apart: (tokenHash) => tokenHash,
    run: (tokenHashes) => this.read(tokenHashes),
  });
  private drops = 0;

  /** Who was recognised a moment ago. */
  remembered(tokenHash: string): KnownAccount | undefined {
    const entry = this.entries.get(tokenHash);
    if (!entry) return undefined;
    if (realTime.now().getTime() - entry.readAt < freshForMs) return entry.account;
    this.entries.delete(tokenHash);
    return undefined;
  }

  /**
   * Reads afresh.
   * @param mayShare whether what somebody else began to read a moment ago will do
   */
  lookUp(tokenHash: string, mayShare: boolean): Promise<KnownAccount | null> {
    const known = this.underWay.get(tokenHash);
    // Something was dropped since it began: it may be the very thing that changed.
    if (mayShare && known?.begun === this.drops) return known.account;
    const begun = this.drops;
    const lookUp = { begun, account: this.find(tokenHash, begun) };
    this.underWay.set(tokenHash, lookUp);
    const isOver = () => {
      if (this.underWay.get(tokenHash) === lookUp) this.underWay.delete(tokenHash);
    };
    lookUp.account.then(isOver, isOver);
    return lookUp.account;
  }

  /** Whatever was known of the account no longer holds. */
  drop(accountId: string): void {
    this.drops += 1;
    for (const [hash, { account }] of this.entries) {
      if (account.accountId === accountId) this.entries.delete(hash);
    }
  }

  private async find(tokenHash: string, begun: number): Promise<KnownAccount | null> {
    const account = await this.together.join(tokenHash);
    if (!account) return null;
    if (begun === this.drops) {
      if (this.entries.size >= capacity) this.entries.clear();
      this.entries.set(tokenHash, { account, readAt: realTime.now().getTime() });
    }
    return account;
  }

  private async read(tokenHashes: readonly string[]): Promise<Map<string, KnownAccount>> {
    const now = realTime.now();
    const rows = await this.database.query<SessionRow>(
      `select s.token_hash, s.id as session_id, s.account_id, s.client, s.last_seen_at, s.stepped_up_until,
              (select coalesce(json_agg(json_build_object('purpose', c.purpose, 'version', c.version)), '[]')
                 from consent c where c.account_id = s.account_id and c.withdrawn_at is null) as consents
         from account_session s join account a on a.id = s.account_id and a.state = 'active'
        where s.token_hash = any($1) and s.revoked_at is null and s.expires_at > $2`,
      [tokenHashes, now],
      'identity-account-sessions',
    );
    const alive = rows.filter((row) => idleMs(row, now) <= sessionLimits[row.client].idleMs);
    await noteSeen(this.database, 'account_session', alive, now);
    return new Map(alive.map((row) => [row.token_hash, accountOf(row)]));
  }
}

function accountOf(row: SessionRow): KnownAccount {
  const consents = row.consents.filter(({ purpose, version }) => isInForce(purpose, version));
  return {
    kind: 'account',
    accountId: row.account_id,
    sessionId: row.session_id,
    consents: consents.map(({ purpose }) => purpose),
    steppedUpUntil: row.stepped_up_until,
  };
}
