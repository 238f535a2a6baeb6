import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { hashToken, newId, newToken, realTime, type RequestMeta, type Tx } from '../../../kernel';
import type { OpenedSession } from '../accounts/account-sessions';

/** However busy the day: after a shift's length a staff member signs in again. */
const absoluteMs = 12 * 3_600_000;

/** Sessions of staff: stored hashed; idling ends them too, see the resolver. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffSessions {
  async open(tx: Tx, staffId: string, meta: RequestMeta): Promise<OpenedSession> {
    const now = realTime.now();
    const sessionId = newId(now);
    const token = newToken();
    await tx.query(
      `insert into staff_session (id, staff_id, token_hash, client, created_at, last_seen_at, expires_at, address)
       values ($1, $2, $3, 'browser', $4, $4, $5, $6)`,
      [
        sessionId,
        staffId,
        hashToken(token),
        now,
        new Date(now.getTime() + absoluteMs),
        meta.address || null,
      ],
    );
    return { sessionId, token, maxAgeSeconds: absoluteMs / 1000 };
  }

  async end(tx: Tx, sessionId: string): Promise<void> {
    await tx.query(
      `update staff_session set revoked_at = $2 where id = $1 and revoked_at is null`,
      [sessionId, realTime.now()],
    );
  }

  /** @param except the session that goes on */
  async endAll(tx: Tx, staffId: string, except: string | null = null): Promise<void> {
    await tx.query(
      `update staff_session set revoked_at = $3
        where staff_id = $1 and revoked_at is null and ($2::uuid is null or id <> $2)`,
      [staffId, except, realTime.now()],
    );
  }
}
