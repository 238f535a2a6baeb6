import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  UnitOfWork,
  type StaffActor,
} from '../../../kernel';
import { StaffCredentials } from './staff-credentials';
import { StaffSessionPresenter } from './staff-session.presenter';
import { newTotpSecret, totpUrl } from './totp';

/** Switches the second factor on, in two steps, and off. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EnrolTotp {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  staffCredentials: StaffCredentials;
  @Inject()
  staffSessionPresenter: StaffSessionPresenter;

  /** A fresh secret, in waiting until a code proves that an authenticator has it. @throws INVALID_STATE */
  async start(
    actor: StaffActor,
    password: string,
  ): Promise<{ otpauthUrl: string; secret: string }> {
    const row = await this.staffCredentials.byId(actor.staffId);
    await this.staffCredentials.confirmPassword(actor, row, password, 'body.password');
    const secret = newTotpSecret();
    const kept = await this.database.query(
      `update staff set totp_pending_cipher = $2 where id = $1 and totp_secret_cipher is null returning id`,
      [row.id, this.kernelContext.secrets.encrypt(secret)],
    );
    if (kept.length === 0) {
      throw new AppError('INVALID_STATE', { message: '动态验证码已开启，请先关闭' });
    }
    const issuer = await this.staffSessionPresenter.hospitalName();
    return { otpauthUrl: totpUrl(secret, { issuer, username: row.username }), secret };
  }

  /** @throws INVALID_STATE when no secret waits, CODE_INVALID */
  async confirm(actor: StaffActor, code: string): Promise<void> {
    const row = await this.staffCredentials.byId(actor.staffId);
    const pending = row.totp_pending_cipher;
    if (!pending) throw new AppError('INVALID_STATE', { message: '请先获取新的动态码密钥' });
    const step = this.requireStep(pending, code);
    await this.unitOfWork.run(async (tx) => {
      const enabled = await tx.query(
        `update staff set totp_secret_cipher = totp_pending_cipher, totp_pending_cipher = null, totp_last_step = $3
          where id = $1 and totp_pending_cipher = $2 and totp_secret_cipher is null returning id`,
        [row.id, pending, step],
      );
      if (enabled.length === 0) throw new AppError('INVALID_STATE');
      const entry = { action: 'staff.enable-totp', resourceKind: 'staff', resourceId: row.id };
      await this.audit.record(actor, entry, tx);
    });
  }

  /** @throws INVALID_STATE, INVALID_CREDENTIALS, ACCOUNT_LOCKED, CODE_INVALID */
  async remove(actor: StaffActor, password: string, code: string): Promise<void> {
    const row = await this.staffCredentials.byId(actor.staffId);
    if (!row.totp_secret_cipher) {
      throw new AppError('INVALID_STATE', { message: '动态验证码没有开启' });
    }
    await this.staffCredentials.confirmPassword(actor, row, password, 'body.password');
    const step = this.requireStep(row.totp_secret_cipher, code);
    await this.unitOfWork.run(async (tx) => {
      const removed = await tx.query(
        `update staff set totp_secret_cipher = null, totp_pending_cipher = null, totp_last_step = $3
          where id = $1 and totp_secret_cipher = $2 and (totp_last_step is null or totp_last_step < $3)
          returning id`,
        [row.id, row.totp_secret_cipher, step],
      );
      if (removed.length === 0) throw wrongCode();
      const entry = { action: 'staff.remove-totp', resourceKind: 'staff', resourceId: row.id };
      await this.audit.record(actor, entry, tx);
    });
  }

  private requireStep(secretCipher: string, code: string): number {
    const step = this.staffCredentials.totpStepOf(secretCipher, code);
    if (step === null) throw wrongCode();
    return step;
  }
}

function wrongCode(): AppError {
  const message = '动态码不正确或已使用过';
  return new AppError('CODE_INVALID', { message, fields: { 'body.totp': message } });
}
