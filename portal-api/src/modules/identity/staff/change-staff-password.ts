import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  Audit,
  fieldError,
  realTime,
  Settings,
  UnitOfWork,
  type StaffActor,
} from '../../../kernel';
import { passwordMinLength } from '../identity.settings';
import { hashPassword } from './password-hash';
import { passwordProblem } from './password-rules';
import { StaffCredentials } from './staff-credentials';
import { StaffSessions } from './staff-sessions';

/** Changes one's own password. Every other session of this person ends. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ChangeStaffPassword {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  settings: Settings;
  @Inject()
  staffCredentials: StaffCredentials;
  @Inject()
  staffSessions: StaffSessions;

  /** @throws INVALID_CREDENTIALS, ACCOUNT_LOCKED, INVALID_FIELD */
  async run(
    actor: StaffActor,
    { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  ): Promise<StaffActor> {
    const row = await this.staffCredentials.byId(actor.staffId);
    await this.staffCredentials.confirmPassword(
      actor,
      row,
      currentPassword,
      'body.currentPassword',
    );
    if (newPassword === currentPassword) {
      throw fieldError('body.newPassword', '新密码不能与当前密码相同');
    }
    const minLength = await this.settings.get(passwordMinLength);
    const problem = passwordProblem(newPassword, { username: row.username, minLength });
    if (problem) throw fieldError('body.newPassword', problem);
    const hash = await hashPassword(newPassword);
    await this.unitOfWork.run(async (tx) => {
      const changed = await tx.query(
        `update staff set password_hash = $2, must_change_password = false, failed_attempts = 0,
            password_changed_at = $4
          where id = $1 and password_hash = $3 returning id`,
        [row.id, hash, row.password_hash, realTime.now()],
      );
      // Changed by somebody else since it was confirmed.
      if (changed.length === 0) throw new AppError('INVALID_CREDENTIALS');
      await this.staffSessions.endAll(tx, row.id, actor.sessionId);
      const entry = { action: 'staff.change-password', resourceKind: 'staff', resourceId: row.id };
      await this.audit.record(actor, entry, tx);
    });
    return { ...actor, mustChangePassword: false };
  }
}
