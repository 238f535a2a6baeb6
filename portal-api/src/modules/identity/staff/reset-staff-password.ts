import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Audit, realTime, UnitOfWork, type Actor } from '../../../kernel';
import { Policy } from '../policy/policy';
import { hashPassword } from './password-hash';
import { StaffMembers, type StaffMember } from './staff-members';
import { StaffRules } from './staff-rules';
import { StaffSessions } from './staff-sessions';

/** Lets a colleague start over: a first password, unlocked, without TOTP, signed out everywhere. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ResetStaffPassword {
  @Inject()
  policy: Policy;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  staffRules: StaffRules;
  @Inject()
  staffMembers: StaffMembers;
  @Inject()
  staffSessions: StaffSessions;

  /** @throws NOT_FOUND, FORBIDDEN for oneself, INVALID_FIELD */
  async run(actor: Actor, staffId: string, password: string): Promise<StaffMember> {
    const staff = this.policy.require(actor, 'staff.update');
    const member = await this.staffMembers.get(this.policy.scope(staff, 'staff.update'), staffId);
    this.staffRules.requireMayGrant(staff, member.roles);
    // A session left open must not be enough to take an account over for good.
    if (staffId === staff.staffId) {
      throw new AppError('FORBIDDEN', { message: '修改自己的密码请使用“修改密码”' });
    }
    await this.staffRules.requireGoodPassword(password, member.username, 'body.password');
    const hash = await hashPassword(password);
    await this.unitOfWork.run(async (tx) => {
      await tx.query(
        `update staff set password_hash = $2, must_change_password = true, failed_attempts = 0, locked_until = null,
           password_changed_at = $3, totp_secret_cipher = null, totp_pending_cipher = null, version = version + 1 where id = $1`,
        [staffId, hash, realTime.now()],
      );
      await this.staffSessions.endAll(tx, staffId);
      const entry = { action: 'staff.reset-password', resourceKind: 'staff', resourceId: staffId };
      await this.audit.record(actor, entry, tx);
    });
    return this.staffMembers.get({ kind: 'all' }, staffId);
  }
}
