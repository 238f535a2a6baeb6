import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  realTime,
  UnitOfWork,
  type Actor,
  type RequestMeta,
  type StaffActor,
} from '../../../kernel';
import type { OpenedSession } from '../accounts/account-sessions';
import { SessionActorResolver } from '../session-actor-resolver';
import { hashPassword, isOutdated, verifyPassword } from './password-hash';
import { PasswordPolicy } from './password-policy';
import { StaffCredentials, type Refusal, type StaffCredentialsRow } from './staff-credentials';
import { StaffSessions } from './staff-sessions';

export interface SignedInStaff {
  actor: StaffActor;
  session: OpenedSession;
}

/** Signs a staff member in: password, and the dynamic code where it is switched on. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SignInStaff {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  passwordPolicy: PasswordPolicy;
  @Inject()
  staffCredentials: StaffCredentials;
  @Inject()
  staffSessions: StaffSessions;
  @Inject()
  sessionActorResolver: SessionActorResolver;

  /** @throws INVALID_CREDENTIALS, TOTP_REQUIRED, ACCOUNT_LOCKED */
  async run(
    { username, password, totp }: RequestOf<'staffSignIn'>['body'],
    meta: RequestMeta,
  ): Promise<SignedInStaff> {
    const actor: Actor = { kind: 'anyone', meta };
    const { row, nameIndex, lockedUntil } = await this.staffCredentials.byUsername(username);
    this.staffCredentials.requireUnlocked(lockedUntil);
    const isRight = await verifyPassword(password, row?.password_hash ?? '');
    if (!row) {
      // A name that nobody bears locks like any other, else the lock would tell the two apart.
      return this.staffCredentials.fail(
        actor,
        { nameIndex },
        { reason: 'unknown-user', error: new AppError('INVALID_CREDENTIALS') },
      );
    }
    if (!isRight) {
      await this.staffCredentials.fail(actor, row, {
        reason: 'wrong-password',
        error: new AppError('INVALID_CREDENTIALS'),
      });
    }
    if (!row.totp_secret_cipher) return this.admit(row, null, password, meta);
    if (totp === undefined) return this.askForCode(row);
    const step = this.staffCredentials.totpStepOf(row.totp_secret_cipher, totp);
    if (step === null) return this.staffCredentials.fail(actor, row, wrongCode());
    return this.admit(row, step, password, meta);
  }

  /** Somebody who was locked out meanwhile does not learn that this password was right. */
  private async askForCode(row: StaffCredentialsRow): Promise<never> {
    this.staffCredentials.requireUnlocked((await this.staffCredentials.byId(row.id)).locked_until);
    throw new AppError('TOTP_REQUIRED');
  }

  private async admit(
    row: StaffCredentialsRow,
    step: number | null,
    password: string,
    meta: RequestMeta,
  ): Promise<SignedInStaff> {
    const newHash = isOutdated(row.password_hash) ? await hashPassword(password) : null;
    const expiredBefore = await this.passwordPolicy.expiredBefore();
    const session = await this.unitOfWork.run(async (tx) => {
      // All that was judged above is judged once more as the row stands now: locked meanwhile, the
      // password changed, the code used by somebody else a moment ago.
      const admitted = await tx.query(
        `update staff set failed_attempts = 0, locked_until = null, last_sign_in_at = $2,
            totp_last_step = coalesce($3, totp_last_step), password_hash = coalesce($5, password_hash),
            must_change_password = must_change_password or coalesce(password_changed_at < $7, false)
          where id = $1 and is_active and (locked_until is null or locked_until <= $2)
            and password_hash = $4 and totp_secret_cipher is not distinct from $6
            and ($3::bigint is null or totp_last_step is null or totp_last_step < $3)
          returning id`,
        [
          row.id,
          realTime.now(),
          step,
          row.password_hash,
          newHash,
          row.totp_secret_cipher,
          expiredBefore,
        ],
      );
      return admitted.length > 0 ? this.staffSessions.open(tx, row.id, meta) : null;
    });
    if (!session) return this.refuseLate(row, step, meta);
    const actor = await this.sessionActorResolver.staff(session.token, meta);
    if (!actor) throw new AppError('INVALID_CREDENTIALS');
    await this.audit.record(actor, {
      action: 'staff.sign-in',
      resourceKind: 'staff',
      resourceId: row.id,
      detail: { withTotp: step !== null, mustChangePassword: actor.mustChangePassword },
    });
    return { actor, session };
  }

  private async refuseLate(
    row: StaffCredentialsRow,
    step: number | null,
    meta: RequestMeta,
  ): Promise<never> {
    const actor: Actor = { kind: 'anyone', meta };
    const refusal: Refusal =
      step === null
        ? { reason: 'wrong-password', error: new AppError('INVALID_CREDENTIALS') }
        : wrongCode();
    return this.staffCredentials.fail(actor, row, refusal);
  }
}

function wrongCode(): Refusal {
  const message = '动态码不正确或已使用过';
  const error = new AppError('INVALID_CREDENTIALS', { message, fields: { 'body.totp': message } });
  return { reason: 'wrong-totp', error };
}
