import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskPhone, type ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  realTime,
  Settings,
  UnitOfWork,
  type AccountActor,
} from '../../../kernel';
import { stepUpMinutes } from '../identity.settings';
import { KnownAccounts } from './known-accounts';
import { Accounts } from './accounts';
import { SmsBudget } from './sms-budget';
import { SmsCodes, type IssuedCode } from './sms-codes';

/**
 * The second look before the first report of a session: a phone that lies open shows nobody else what its
 * owner has. It holds for the one session and ends by real time, as sessions do.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StepUp {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  settings: Settings;
  @Inject()
  accounts: Accounts;
  @Inject()
  smsBudget: SmsBudget;
  @Inject()
  smsCodes: SmsCodes;
  @Inject()
  knownAccounts: KnownAccounts;

  async standing({ accountId, sessionId }: AccountActor): Promise<ResponseOf<'getStepUp'>> {
    const [row] = await this.database.query<{ stepped_up_until: Date | null }>(
      `select stepped_up_until from account_session where id = $1`,
      [sessionId],
    );
    const until = row?.stepped_up_until ?? null;
    const phone = await this.accounts.phone(accountId);
    return {
      until: until && until > realTime.now() ? until.toISOString() : null,
      phoneMasked: phone === null ? null : maskPhone(phone),
    };
  }

  /** @throws RATE_LIMITED, INVALID_STATE without a phone */
  async requestCode(actor: AccountActor): Promise<IssuedCode> {
    const phone = await this.requirePhone(actor);
    // Whoever asks is signed in, and the phone is their own: no newcomer.
    await this.smsBudget.spend(phone, actor.meta, false);
    return this.unitOfWork.run((tx) =>
      this.smsCodes.issue(tx, { phone, purpose: 'step-up' }, actor.meta),
    );
  }

  /** @throws CODE_INVALID, INVALID_STATE without a phone */
  async confirm(actor: AccountActor, code: string): Promise<ResponseOf<'confirmStepUp'>> {
    const phone = await this.requirePhone(actor);
    const entry = {
      action: 'account.step-up',
      resourceKind: 'account',
      resourceId: actor.accountId,
    };
    try {
      await this.smsCodes.verify({ phone, purpose: 'step-up', code }, actor.meta);
    } catch (error) {
      if (error instanceof AppError) await this.audit.refuse(actor, entry);
      throw error;
    }
    const minutes = await this.settings.get(stepUpMinutes);
    const until = new Date(realTime.now().getTime() + minutes * 60_000);
    await this.unitOfWork.run(async (tx) => {
      const raised = await tx.query(
        `update account_session set stepped_up_until = $2
          where id = $1 and revoked_at is null returning id`,
        [actor.sessionId, until],
      );
      if (raised.length === 0) throw new AppError('UNAUTHENTICATED');
      await this.audit.record(actor, entry, tx);
      tx.afterCommit(() => this.knownAccounts.drop(actor.accountId));
    });
    return { until: until.toISOString() };
  }

  private async requirePhone({ accountId }: AccountActor): Promise<string> {
    const phone = await this.accounts.phone(accountId);
    if (phone === null) {
      throw new AppError('INVALID_STATE', { message: '请先绑定手机号，再查看报告' });
    }
    return phone;
  }
}
