import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  realTime,
  Settings,
  type Actor,
} from '../../../kernel';
import { lockoutFailures, lockoutMinutes } from '../identity.settings';
import { verifyPassword } from './password-hash';
import { totpStep } from './totp';

export type StaffCredentialsRow = {
  id: string;
  username: string;
  password_hash: string;
  totp_secret_cipher: string | null;
  totp_pending_cipher: string | null;
  locked_until: Date | null;
};

/** What a failed try is answered with, and why, for the audit. */
export interface Refusal {
  reason: 'wrong-password' | 'wrong-totp' | 'unknown-user';
  error: AppError;
}

const columns =
  'id, username, password_hash, totp_secret_cipher, totp_pending_cipher, locked_until';

/**
 * Passwords and dynamic codes, and the count of failed tries. Tries are judged first and counted
 * after, in one statement each: of many at once no more than the allowed number learn anything.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffCredentials {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  audit: Audit;

  async byUsername(username: string): Promise<StaffCredentialsRow | undefined> {
    const rows = await this.database.query<StaffCredentialsRow>(
      `select ${columns} from staff where username = $1 and is_active`,
      [username.toLowerCase()],
    );
    return rows[0];
  }

  async byId(staffId: string): Promise<StaffCredentialsRow> {
    const rows = await this.database.query<StaffCredentialsRow>(
      `select ${columns} from staff where id = $1 and is_active`,
      [staffId],
    );
    if (!rows[0]) throw new AppError('UNAUTHENTICATED');
    return rows[0];
  }

  /** Has somebody who is signed in prove it once more. @throws INVALID_CREDENTIALS, ACCOUNT_LOCKED */
  async confirmPassword(
    actor: Actor,
    row: StaffCredentialsRow,
    password: string,
    path: string,
  ): Promise<void> {
    this.requireUnlocked(row.locked_until);
    if (await verifyPassword(password, row.password_hash)) return;
    const message = '当前密码不正确';
    const error = new AppError('INVALID_CREDENTIALS', { message, fields: { [path]: message } });
    await this.fail(actor, row, { reason: 'wrong-password', error });
  }

  /** The time step of a right code; null for a wrong one. Whether it was used before is for the writer to settle. */
  totpStepOf(secretCipher: string, code: string): number | null {
    return totpStep(this.kernelContext.secrets.decrypt(secretCipher), code, realTime.now());
  }

  /** @throws ACCOUNT_LOCKED with the seconds to wait */
  requireUnlocked(lockedUntil: Date | null): void {
    const waitMs = (lockedUntil?.getTime() ?? 0) - realTime.now().getTime();
    if (waitMs > 0) {
      throw new AppError('ACCOUNT_LOCKED', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
    }
  }

  /**
   * Counts a failed try, locks when it was one too many, and refuses. A lock that has run out starts
   * the count anew. To be called outside a transaction: the count must outlive the refusal.
   */
  async fail(actor: Actor, row: { id: string }, refusal: Refusal): Promise<never> {
    const now = realTime.now();
    const allowed = await this.settings.get(lockoutFailures);
    const lockMs = (await this.settings.get(lockoutMinutes)) * 60_000;
    const counted = await this.database.query<{ failed_attempts: number; is_locked: boolean }>(
      `update staff set
          failed_attempts = case when locked_until is null then failed_attempts + 1 else 1 end,
          locked_until = case when (case when locked_until is null then failed_attempts + 1 else 1 end) >= $3
                              then $4::timestamptz end
        where id = $1 and (locked_until is null or locked_until <= $2)
        returning failed_attempts, locked_until is not null as is_locked`,
      [row.id, now, allowed, new Date(now.getTime() + lockMs)],
    );
    const count = counted[0];
    const reason = count ? refusal.reason : 'locked';
    await this.recordRefusal(actor, row.id, reason);
    if (!count) {
      throw new AppError('ACCOUNT_LOCKED', { retryAfterSeconds: Math.ceil(lockMs / 1000) });
    }
    if (count.is_locked) {
      await this.audit.record(actor, {
        action: 'staff.lock-out',
        resourceKind: 'staff',
        resourceId: row.id,
        detail: { failures: count.failed_attempts },
      });
    }
    throw refusal.error;
  }

  async recordRefusal(actor: Actor, staffId: string | null, reason: string): Promise<void> {
    await this.audit.record(actor, {
      action: 'staff.sign-in',
      resourceKind: 'staff',
      resourceId: staffId,
      outcome: 'refused',
      detail: { reason },
    });
  }
}
