import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { UnitOfWork, type RequestMeta } from '../../../kernel';
import { Accounts } from './accounts';
import { SmsBudget } from './sms-budget';
import { SmsCodes, type IssuedCode } from './sms-codes';

/** Sends a code. Whether the number has an account cannot be told from the answer. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RequestSmsCode {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  accounts: Accounts;
  @Inject()
  smsBudget: SmsBudget;
  @Inject()
  smsCodes: SmsCodes;

  /** @param isNewcomer the device brought no name of ours */
  async run(
    { phone, purpose }: RequestOf<'requestSmsCode'>['body'],
    from: RequestMeta,
    isNewcomer: boolean,
  ): Promise<IssuedCode> {
    await this.smsBudget.spend(phone, from, isNewcomer);
    return this.unitOfWork.run(async (tx) => {
      // Strangers get no text about closing an account that they do not have.
      const isSent = purpose === 'sign-in' || (await this.accounts.hasPhone(phone));
      return this.smsCodes.issue(tx, { phone, purpose, isSent }, from);
    });
  }
}
