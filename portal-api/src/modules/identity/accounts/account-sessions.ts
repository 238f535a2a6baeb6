import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  hashToken,
  KernelContext,
  newId,
  newToken,
  realTime,
  type RequestMeta,
  type Tx,
} from '../../../kernel';
import { sessionLimits } from '../session-life';
import { KnownAccounts } from './known-accounts';

export interface OpenedSession {
  sessionId: string;
  token: string;
  maxAgeSeconds: number;
}

/** Sessions of accounts: stored hashed, ended at once. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AccountSessions {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  knownAccounts: KnownAccounts;

  async open(tx: Tx, accountId: string, meta: RequestMeta): Promise<OpenedSession> {
    const now = realTime.now();
    const { absoluteMs } = sessionLimits[meta.client];
    const sessionId = newId(now);
    const token = newToken();
    await tx.query(
      `insert into account_session (id, account_id, token_hash, client, created_at, last_seen_at, expires_at, address,
         device_index)
       values ($1, $2, $3, $4, $5, $5, $6, $7, $8)`,
      [
        sessionId,
        accountId,
        hashToken(token),
        meta.client,
        now,
        new Date(now.getTime() + absoluteMs),
        meta.address || null,
        meta.device === undefined ? null : this.kernelContext.secrets.index('device', meta.device),
      ],
    );
    return { sessionId, token, maxAgeSeconds: absoluteMs / 1000 };
  }

  /** Ends one session, or without its id all of them. */
  async end(tx: Tx, accountId: string, sessionId: string | null = null): Promise<void> {
    await tx.query(
      `update account_session set revoked_at = $3
        where account_id = $1 and revoked_at is null and ($2::uuid is null or id = $2)`,
      [accountId, sessionId, realTime.now()],
    );
    tx.afterCommit(() => this.knownAccounts.drop(accountId));
  }
}
