import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { KernelContext, RateLimiter, UnitOfWork } from '../../../kernel';
import { Accounts } from './accounts';
import { SmsCodes, type IssuedCode } from './sms-codes';

/** Sends a code. Whether the number has an account cannot be told from the answer. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RequestSmsCode {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  rateLimiter: RateLimiter;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  accounts: Accounts;
  @Inject()
  smsCodes: SmsCodes;

  async run({ phone, purpose }: RequestOf<'requestSmsCode'>['body']): Promise<IssuedCode> {
    const index = this.kernelContext.secrets.index('phone', phone);
    await this.rateLimiter.take('sms', `phone:${index}`, null);
    return this.unitOfWork.run(async (tx) => {
      // Strangers get no text about closing an account that they do not have.
      const isSent = purpose === 'sign-in' || (await this.accounts.hasPhone(phone));
      return this.smsCodes.issue(tx, { phone, purpose, isSent });
    });
  }
}
