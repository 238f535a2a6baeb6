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

/** What was typed as a user name: somebody's, or nobody's, which is locked all the same. */
interface NamedCredentials {
  row: StaffCredentialsRow | null;
  nameIndex: string;
  lockedUntil: Date | null;
}

/** Whose tries are counted. */
type Target = { id: string } | { nameIndex: string };

const columns =
  'id, username, password_hash, totp_secret_cipher, totp_pending_cipher, locked_until';

/** How often somebody failed, after one more try. $1: of whom, $2 now, $3 allowed, $4 locked until. */
const failures = (table: string) =>
  `case when ${table}.locked_until is null then ${table}.failed_attempts + 1 else 1 end`;
const countForStaff = `
  update staff set failed_attempts = ${failures('staff')},
      locked_until = case when ${failures('staff')} >= $3 then $4::timestamptz end
    where id = $1 and (locked_until is null or locked_until <= $2)
    returning failed_attempts, locked_until is not null as is_locked`;
const countForName = `
  insert into staff_name_lock as l (name_index, failed_attempts, locked_until, failed_at)
  values ($1, 1, case when 1 >= $3::int then $4::timestamptz end, $2)
  on conflict (name_index) do update set failed_attempts = ${failures('l')},
      locked_until = case when ${failures('l')} >= $3 then $4::timestamptz end, failed_at = $2
    where l.locked_until is null or l.locked_until <= $2
    returning failed_attempts, locked_until is not null as is_locked`;

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

  /** One look-up whether the name is somebody's or not: the time it takes says nothing either. */
  async byUsername(username: string): Promise<NamedCredentials> {
    const name = username.toLowerCase();
    const nameIndex = this.kernelContext.secrets.index('staff-name', name);
    const [row] = await this.database.query<
      Omit<StaffCredentialsRow, 'id'> & { id: string | null; name_locked_until: Date | null }
    >(
      `select m.id, m.username, m.password_hash, m.totp_secret_cipher, m.totp_pending_cipher, m.locked_until,
              l.locked_until as name_locked_until
         from (select $1::text as username, $2::text as name_index) asked
         left join staff m on m.username = asked.username and m.is_active
         left join staff_name_lock l on l.name_index = asked.name_index`,
      [name, nameIndex],
    );
    if (!row || row.id === null) {
      return { row: null, nameIndex, lockedUntil: row?.name_locked_until ?? null };
    }
    return { row: { ...row, id: row.id }, nameIndex, lockedUntil: row.locked_until };
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
  async fail(actor: Actor, target: Target, refusal: Refusal): Promise<never> {
    const staffId = 'id' in target ? target.id : null;
    const now = realTime.now();
    const allowed = await this.settings.get(lockoutFailures);
    const lockMs = (await this.settings.get(lockoutMinutes)) * 60_000;
    const counted = await this.database.query<{ failed_attempts: number; is_locked: boolean }>(
      'id' in target ? countForStaff : countForName,
      [
        'id' in target ? target.id : target.nameIndex,
        now,
        allowed,
        new Date(now.getTime() + lockMs),
      ],
    );
    const count = counted[0];
    await this.recordRefusal(actor, staffId, count ? refusal.reason : 'locked');
    if (!count) {
      throw new AppError('ACCOUNT_LOCKED', { retryAfterSeconds: Math.ceil(lockMs / 1000) });
    }
    if (count.is_locked) {
      await this.audit.record(actor, {
        action: 'staff.lock-out',
        resourceKind: 'staff',
        resourceId: staffId,
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
